namespace GeneratedScheduler.CodeFixes.Definitions;

/// <summary>
/// <c>Span&lt;T&gt;</c> and <c>ReadOnlySpan&lt;T&gt;</c> become <c>T[]</c>, and a read-only span of characters becomes
/// <c>string</c>: both turn into the span again wherever one is asked for.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StorableParameterCodeFix)), Shared]
internal sealed class StorableParameterCodeFix() : SolutionCodeFix("Take a type that can be stored", DiagnosticIds.GS0012ParameterTypeIsNotSupported)
{
    // Who calls the method passes a span, which nothing turns into an array by itself.
    protected override async Task<bool> CanFixAsync(FixTarget target, CancellationToken cancellationToken) =>
        target.Declared(cancellationToken) is IParameterSymbol { ContainingSymbol: IMethodSymbol method, HasExplicitDefaultValue: false } parameter
        && Declarations.HasItsOwnSignature(method)
        && FindStorable(parameter, target.Compilation) is not null
        && await CallSites.FindAsync(method, target.Solution, cancellationToken).ConfigureAwait(false) is { AreAllCalls: true, Calls.IsEmpty: true };

    protected override async Task FixAsync(SolutionEditor editor, FixTarget target, CancellationToken cancellationToken)
    {
        var parameter = (IParameterSymbol)target.Declared(cancellationToken)!;
        ITypeSymbol type = FindStorable(parameter, target.Compilation)!;
        foreach (MethodDeclarationSyntax declaration in Declarations.Of((IMethodSymbol)parameter.ContainingSymbol, cancellationToken))
        {
            TypeSyntax syntax = declaration.ParameterList.Parameters[parameter.Ordinal].Type!;
            await editor
                .EditAsync(syntax, (old, generator) => Types.Write(generator, type).WithTriviaFrom(old), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static ITypeSymbol? FindStorable(IParameterSymbol parameter, Compilation compilation)
    {
        if (parameter.Type is not INamedTypeSymbol { TypeArguments: [var element], MetadataName: "Span`1" or "ReadOnlySpan`1" } span
            || span.ContainingNamespace.ToDisplayString() != "System")
        {
            return null;
        }

        return span.Name == "ReadOnlySpan" && element.SpecialType == SpecialType.System_Char && !parameter.IsParams
            ? compilation.GetSpecialType(SpecialType.System_String)
            : compilation.CreateArrayTypeSymbol(element);
    }
}
