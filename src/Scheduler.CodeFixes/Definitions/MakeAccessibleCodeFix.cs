namespace GeneratedScheduler.CodeFixes.Definitions;

/// <summary>
/// What is private or protected becomes internal, and what is local to a file loses the modifier: the task, the types around it
/// and the types that it mentions.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeAccessibleCodeFix)), Shared]
internal sealed class MakeAccessibleCodeFix() : SolutionCodeFix(
    "Make it internal",
    DiagnosticIds.GS0001TaskMethodMustBeAccessible,
    DiagnosticIds.GS0012ParameterTypeIsNotSupported,
    DiagnosticIds.GS0017PayloadTypeIsNotSupported)
{
    protected override bool CanFix(FixTarget target, CancellationToken cancellationToken)
    {
        // Showing a static class does not make it a payload.
        bool isPayload = target.Diagnostic.Id == DiagnosticIds.GS0017PayloadTypeIsNotSupported;
        if (target.Declared(cancellationToken) is not { } symbol
            || (isPayload && symbol is INamedTypeSymbol { IsStatic: true } or INamedTypeSymbol { IsRefLikeType: true }))
        {
            return false;
        }

        ISymbol[] hidden = [.. Visibility.FindHidden(symbol)];
        return hidden.Length > 0 && hidden.All(part => Visibility.CanShow(part, target.Compilation));
    }

    protected override async Task FixAsync(SolutionEditor editor, FixTarget target, CancellationToken cancellationToken)
    {
        foreach (ISymbol hidden in Visibility.FindHidden(target.Declared(cancellationToken)!))
        {
            bool isFileLocal = hidden is INamedTypeSymbol { IsFileLocal: true };
            foreach (MemberDeclarationSyntax declaration in DeclarationsOf(hidden, cancellationToken))
            {
                await editor
                    .EditAsync(
                        declaration,
                        (old, generator) => isFileLocal ? Modifiers.WithoutFile(old) : Modifiers.WithInternal(old, generator),
                        cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    private static IEnumerable<MemberDeclarationSyntax> DeclarationsOf(ISymbol symbol, CancellationToken cancellationToken) =>
        symbol is IMethodSymbol method
        ? Declarations.Of(method, cancellationToken)
        : symbol.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<MemberDeclarationSyntax>();
}
