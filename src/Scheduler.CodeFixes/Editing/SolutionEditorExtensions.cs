namespace GeneratedScheduler.CodeFixes.Editing;

/// <summary>Edits declarations wherever they are written.</summary>
internal static class SolutionEditorExtensions
{
    /// <summary>Changes a node of any document. What was changed before is kept: the change is given the node as it is by then.</summary>
    public static async Task EditAsync<TNode>(
        this SolutionEditor editor, TNode node, Func<TNode, SyntaxGenerator, SyntaxNode> change, CancellationToken cancellationToken)
        where TNode : SyntaxNode
    {
        if (await editor.FindEditorAsync(node, cancellationToken).ConfigureAwait(false) is { } document)
        {
            document.ReplaceNode(node, (current, generator) => current is TNode same ? change(same, generator) : current);
        }
    }

    /// <summary>The editor of the document in which a node is written; nothing for emitted code.</summary>
    public static async Task<DocumentEditor?> FindEditorAsync(this SolutionEditor editor, SyntaxNode node, CancellationToken cancellationToken) =>
        editor.OriginalSolution.GetDocument(node.SyntaxTree) is { } document and not SourceGeneratedDocument
            ? await editor.GetDocumentEditorAsync(document.Id, cancellationToken).ConfigureAwait(false)
            : null;
}
