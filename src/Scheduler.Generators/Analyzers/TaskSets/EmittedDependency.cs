using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Analyzers.TaskSets;

/// <summary>
/// Finds the type that a definition uses and that the generator could not see, because a generator emits it. Only to be
/// asked for a definition that is right as the compiler sees it, and has no scheduler all the same.
/// </summary>
internal static class EmittedDependency
{
    /// <summary>Whether the scheduler has been emitted.</summary>
    public static bool HasScheduler(ISymbol task, string schedulerName) => task.ContainingNamespace
        .GetTypeMembers(schedulerName, 0)
        .SelectMany(static type => type.DeclaringSyntaxReferences)
        .Any(static reference => EmittedFiles.Contains(reference.SyntaxTree) && !EmittedFiles.IsStandIn(reference.SyntaxTree));

    /// <summary>The first type that a generator emits, and where the definition uses it.</summary>
    public static (ITypeSymbol Type, ISymbol User)? Find(ISymbol definition, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach ((ITypeSymbol type, ISymbol user) in UsedTypes(definition))
        {
            ITypeSymbol? emitted = null;
            TypeRules.Any(type, part =>
            {
                bool isEmitted = IsEmitted(part, compilation, cancellationToken);
                emitted = isEmitted ? part : null;
                return isEmitted;
            });
            if (emitted is not null)
            {
                return (emitted, user);
            }
        }

        return null;
    }

    private static IEnumerable<(ITypeSymbol Type, ISymbol User)> UsedTypes(ISymbol definition)
    {
        if (definition is IMethodSymbol method)
        {
            return OfParameters(method)
                .Where(static used => !IsUnmarkedScheduler(used.User))
                .Concat([(method.ReturnType, method)])
                .Concat(method.IsStatic ? [] : method.ContainingType.InstanceConstructors.SelectMany(OfParameters));
        }

        var type = (INamedTypeSymbol)definition;
        return type.InstanceConstructors.SelectMany(OfParameters)
            .Concat(MemberParser.Properties(type).Select(static property => (property.Type, (ISymbol)property)))
            .Concat(type.AllInterfaces.Select(contract => ((ITypeSymbol)contract, (ISymbol)type)));
    }

    private static IEnumerable<(ITypeSymbol Type, ISymbol User)> OfParameters(IMethodSymbol method) =>
        method.Parameters.Select(static parameter => (parameter.Type, (ISymbol)parameter));

    // Marked with [Injected] it would work; that is reported already.
    private static bool IsUnmarkedScheduler(ISymbol user) =>
        user is IParameterSymbol { Type.DeclaringSyntaxReferences: { IsEmpty: false } references } parameter
        && references.All(static reference => EmittedFiles.Contains(reference.SyntaxTree))
        && TaskAdvice.IsUnmarkedService(parameter);

    private static bool IsEmitted(ITypeSymbol type, Compilation compilation, CancellationToken cancellationToken) =>
        type is INamedTypeSymbol { DeclaringSyntaxReferences: { IsEmpty: false } references }
        && references.All(reference => EmittedFiles.MayContain(reference.SyntaxTree, compilation, cancellationToken));
}
