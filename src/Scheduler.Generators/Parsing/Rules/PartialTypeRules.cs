using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>
/// Judges whether an emitted type can be one part of a type that the user declared. The analyzer sees the emitted part as
/// well; it is passed over, so that generator and analyzer come to the same end.
/// </summary>
/// <param name="task">The method or type that is marked.</param>
/// <param name="payload">The members of the payload to emit; <see langword="null"/> if the user declared it.</param>
/// <param name="cancellationToken">Stops the work.</param>
internal sealed class PartialTypeRules(ISymbol task, IReadOnlyList<IParameterSymbol>? payload, CancellationToken cancellationToken)
{
    private static readonly HashSet<string> SchedulerMembers = new(StringComparer.Ordinal)
    {
        "Actuator", "Codec", "Create", "CreateDefinition", "Mapper", "StoredEnums",
    };

    private bool _isPublic;

    /// <summary>Whether the user's part makes what is emitted internal.</summary>
    public bool IsInternal { get; private set; }

    public string? WhySchedulerCannotJoin(INamedTypeSymbol type)
    {
        if (type.IsRecord || type.IsAbstract || type.IsSealed)
        {
            return "is abstract, sealed or a record";
        }

        return WhyNotJoinable(type, static @base => @base.Name == "Scheduler") ?? FindCollision(type, CollidesWithScheduler);
    }

    public string? WhyPayloadCannotJoin(INamedTypeSymbol type)
    {
        if (!type.IsRecord || type.IsAbstract)
        {
            return "is abstract or no record";
        }

        return WhyNotJoinable(type, static _ => false) ?? FindCollision(type, CollidesWithPayload);
    }

    private string? WhyNotJoinable(INamedTypeSymbol type, Func<INamedTypeSymbol, bool> isEmittedBase)
    {
        if (type.TypeKind != TypeKind.Class || type.IsStatic)
        {
            return "is no class";
        }

        TypeDeclarationSyntax[] parts = [.. UserParts(type)];
        if (!parts.All(static part => part.Modifiers.Any(SyntaxKind.PartialKeyword)))
        {
            return "is not partial";
        }

        // The emitted part has them.
        if (parts.Any(static part => part.ParameterList is not null))
        {
            return "has parameters of its own";
        }

        if (type.BaseType is { SpecialType: not SpecialType.System_Object } @base && !isEmittedBase(@base))
        {
            return "has a base class of its own";
        }

        IsInternal |= parts.Any(static part => part.Modifiers.Any(SyntaxKind.InternalKeyword));
        _isPublic |= parts.Any(static part => part.Modifiers.Any(SyntaxKind.PublicKeyword));
        return _isPublic && (IsInternal || !TypeRules.IsPublic(task)) ? "has another accessibility" : null;
    }

    private IEnumerable<TypeDeclarationSyntax> UserParts(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Where(static reference => !EmittedFiles.Contains(reference.SyntaxTree))
        .Select(reference => reference.GetSyntax(cancellationToken))
        .OfType<TypeDeclarationSyntax>();

    private static string? FindCollision(INamedTypeSymbol type, Func<ISymbol, bool> collides)
    {
        ISymbol? member = type.GetMembers().FirstOrDefault(member =>
            !member.IsImplicitlyDeclared
            && !member.DeclaringSyntaxReferences.All(static reference => EmittedFiles.Contains(reference.SyntaxTree))
            && collides(member));
        return member is null ? null : $"has a member '{member.Name}' that is emitted too";
    }

    private bool CollidesWithScheduler(ISymbol member)
    {
        bool isEnqueue = payload is not null && member.Name is "EnqueueAsync" or "CreateAsync";
        bool isEnqueueMany = payload is { Count: > 1 } && member.Name == "EnqueueManyAsync";
        return member switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } method => Takes(method) || Takes(method, "SchedulerSetup"),
            IMethodSymbol { Name: "Create" } method => Takes(method, "Action"),
            IMethodSymbol { Name: "CreateDefinition" } method => Takes(method),
            IMethodSymbol method when isEnqueue => TakesPayload(method.Parameters, "EnqueueOptions", "CancellationToken") || TakesTransaction(method),
            IMethodSymbol method when isEnqueueMany => TakesTuples(method) && Takes(method, "IEnumerable", "EnqueueOptions", "CancellationToken"),
            _ => SchedulerMembers.Contains(member.Name) || isEnqueue || isEnqueueMany,
        };
    }

    // A property that takes the parameter's value is how a user checks it.
    private bool CollidesWithPayload(ISymbol member)
    {
        if (member is IMethodSymbol method)
        {
            return method.MethodKind == MethodKind.Constructor && TakesPayload(method.Parameters);
        }

        string[] names = Naming.PropertyNames([.. payload!.Select(static parameter => parameter.Name)], member.ContainingType.Name);
        int index = Array.IndexOf(names, member.Name);
        return index >= 0
            && !(member is IPropertySymbol property
                && SymbolEqualityComparer.Default.Equals(property.Type, payload![index].Type)
                && property.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is PropertyDeclarationSyntax { Initializer: not null });
    }

    private static bool Takes(IMethodSymbol method, params string[] types) =>
        method.Parameters.Select(static parameter => parameter.Type.Name).SequenceEqual(types);

    private bool TakesTransaction(IMethodSymbol method) =>
        method is { Name: "EnqueueAsync", Parameters: [{ Type: var first }, ..] }
        && TransactionRules.IsTransaction(first)
        && TransactionRules.CanStandBefore(payload!)
        && TakesPayload(method.Parameters.RemoveAt(0), "EnqueueOptions", "CancellationToken");

    private bool TakesPayload(ImmutableArray<IParameterSymbol> parameters, params string[] more) =>
        parameters.Length == payload!.Count + more.Length
        && parameters.Take(payload.Count)
            .Zip(payload, static (own, other) => SymbolEqualityComparer.Default.Equals(own.Type, other.Type))
            .All(static same => same)
        && parameters.Skip(payload.Count).Select(static parameter => parameter.Type.Name).SequenceEqual(more);

    private bool TakesTuples(IMethodSymbol method) =>
        method.Parameters is [{ Type: INamedTypeSymbol { TypeArguments: [INamedTypeSymbol { IsTupleType: true } tuple] } }, ..]
        && tuple.TupleElements.Select(static element => element.Type)
            .SequenceEqual(payload!.Select(static parameter => parameter.Type), SymbolEqualityComparer.Default);
}
