using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>
/// Judges what the compiler would choose where emitted code calls a method or constructor with arguments of exactly the declared types.
/// Overload resolution can prefer another one: by its priority, or because it counts an override as declared by the base type.
/// </summary>
internal static class CallRules
{
    /// <summary>The type through which emitted code calls a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="compilation">Where emitted code is compiled.</param>
    /// <param name="rival">What the compiler would call instead through every type; <see langword="null"/> if it calls the method.</param>
    public static INamedTypeSymbol ReceiverOf(IMethodSymbol method, Compilation compilation, out ISymbol? rival)
    {
        rival = null;
        if (!HasOverloads(method))
        {
            return method.ContainingType;
        }

        // Through the type that declared it first, an override is found before what hides behind it.
        INamedTypeSymbol first = Root(method).ContainingType;
        INamedTypeSymbol[] receivers = SymbolEqualityComparer.Default.Equals(first, method.ContainingType) ? [first] : [method.ContainingType, first];
        foreach (INamedTypeSymbol receiver in receivers)
        {
            string target = method.IsStatic ? TypeNames.NotNull(receiver) : ValueOf(TypeNames.NotNull(receiver));
            ISymbol? found = Bind($"{target}.{Naming.Escape(method.Name)}({Arguments(method)})", method, compilation);
            if (found is null || IsSame(found, method))
            {
                rival = null;
                return receiver;
            }

            rival ??= found;
        }

        return method.ContainingType;
    }

    /// <summary>The constructor that the compiler would call instead of this one; <see langword="null"/> if it calls this one.</summary>
    public static ISymbol? RivalOf(IMethodSymbol constructor, Compilation compilation) =>
        constructor.ContainingType.InstanceConstructors.Length > 1
        && Bind($"new {TypeNames.NotNull(constructor.ContainingType)}({Arguments(constructor)})", constructor, compilation) is { } found
        && !IsSame(found, constructor)
            ? found
            : null;

    private static bool HasOverloads(IMethodSymbol method)
    {
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(method.Name).Any(member => !IsSame(member, method)))
            {
                return true;
            }
        }

        return false;
    }

    // What has no tree or a type that does not exist yet is taken as it is.
    private static ISymbol? Bind(string call, IMethodSymbol method, Compilation compilation)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree is not { } tree
            || method.Parameters.Any(static parameter => TypeRules.IsUnknown(parameter.Type)))
        {
            return null;
        }

        SymbolInfo found = compilation.GetSemanticModel(tree).GetSpeculativeSymbolInfo(
            tree.Length, SyntaxFactory.ParseExpression(call, options: tree.Options), SpeculativeBindingOption.BindAsExpression);
        return found.Symbol
            ?? (found.CandidateReason is CandidateReason.Ambiguous or CandidateReason.OverloadResolutionFailure
                ? found.CandidateSymbols.FirstOrDefault(candidate => !IsSame(candidate, method) && !IsRepeated(candidate, method))
                : null);
    }

    private static string Arguments(IMethodSymbol method) =>
        string.Join(", ", method.Parameters.Select(static parameter => ValueOf(TypeNames.InTypeOf(parameter.Type))));

    // Not a constant, which would fit into other types too.
    private static string ValueOf(string type) => $"default(global::System.Func<{type}>)!()";

    private static bool IsSame(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(Root(one), Root(other));

    // What stands there twice is reported by the compiler.
    private static bool IsRepeated(ISymbol candidate, IMethodSymbol method) => candidate is IMethodSymbol other
        && other.Parameters.Select(static parameter => parameter.Type)
            .SequenceEqual(method.Parameters.Select(static parameter => parameter.Type), SymbolEqualityComparer.Default);

    private static ISymbol Root(ISymbol symbol) => symbol is IMethodSymbol method ? Root(method) : symbol;

    private static IMethodSymbol Root(IMethodSymbol method)
    {
        IMethodSymbol root = method.PartialDefinitionPart ?? method;
        while (root.OverriddenMethod is { } overridden)
        {
            root = overridden;
        }

        return root;
    }
}
