namespace GeneratedScheduler.CodeFixes;

/// <summary>One diagnostic, with the document, the node and the meaning that a fix looks at.</summary>
internal sealed class FixTarget(Document document, SyntaxNode node, SemanticModel model, Diagnostic diagnostic)
{
    public Document Document => document;

    public Solution Solution => document.Project.Solution;

    public SyntaxNode Node => node;

    public SemanticModel Model => model;

    public Compilation Compilation => model.Compilation;

    public Diagnostic Diagnostic => diagnostic;

    /// <summary>What is declared where the diagnostic is shown, if anything is.</summary>
    public ISymbol? Declared(CancellationToken cancellationToken) => model.GetDeclaredSymbol(node, cancellationToken);

    public static async Task<FixTarget?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return root is null || model is null
            ? null
            : new FixTarget(document, root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), model, diagnostic);
    }
}
