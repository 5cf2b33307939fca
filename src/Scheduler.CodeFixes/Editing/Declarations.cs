namespace GeneratedScheduler.CodeFixes.Editing;

/// <summary>Finds where symbols are declared, and whether that may be changed.</summary>
internal static class Declarations
{
    /// <summary>The declarations of a method: two if it is partial.</summary>
    public static IEnumerable<MethodDeclarationSyntax> Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        IMethodSymbol definition = method.PartialDefinitionPart ?? method;
        IEnumerable<SyntaxReference> references = definition.DeclaringSyntaxReferences;
        if (definition.PartialImplementationPart is { } implementation)
        {
            references = references.Concat(implementation.DeclaringSyntaxReferences);
        }

        return references.Select(reference => reference.GetSyntax(cancellationToken)).OfType<MethodDeclarationSyntax>();
    }

    /// <summary>The body of a method, be it a block or an expression.</summary>
    public static SyntaxNode? BodyOf(IMethodSymbol method, CancellationToken cancellationToken) => Of(method, cancellationToken)
        .Select(static declaration => (SyntaxNode?)declaration.Body ?? declaration.ExpressionBody?.Expression)
        .FirstOrDefault(static body => body is not null);

    /// <summary>
    /// Whether a method may get another signature: nothing that it overrides or implements prescribes it, and nothing overrides it.
    /// </summary>
    public static bool HasItsOwnSignature(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsOverride: false, IsVirtual: false, IsAbstract: false, IsExtern: false }
        && !ImplementsAnInterface(method);

    /// <summary>A name that no other parameter has.</summary>
    public static string FreeParameterName(IMethodSymbol method, string wanted)
    {
        string name = wanted;
        for (int i = 2; method.Parameters.Any(parameter => parameter.Name == name); i++)
        {
            name = wanted + i;
        }

        return name;
    }

    /// <summary>Whether an interface prescribes the method.</summary>
    public static bool ImplementsAnInterface(IMethodSymbol method) =>
        method.ExplicitInterfaceImplementations.Length > 0
        || method.ContainingType.AllInterfaces
            .SelectMany(contract => contract.GetMembers(method.Name))
            .Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));
}
