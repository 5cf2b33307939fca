using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;

namespace GeneratedScheduler.CodeFixes;

/// <summary>
/// A fix that edits nothing but the file in which the diagnostic is shown. Fix-all edits each file once, with one editor for all of
/// its diagnostics, so that neighbouring fixes do not undo each other.
/// </summary>
internal abstract class DocumentCodeFix(string title, params string[] ids) : SchedulerCodeFix(title, ids)
{
    public sealed override FixAllProvider GetFixAllProvider() => DocumentEditFixAll.Instance;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return;
        }

        IEnumerable<Diagnostic> fixable = context.Diagnostics.Where(diagnostic => CanFix(Find(root, diagnostic), model, diagnostic));
        foreach (Diagnostic diagnostic in await KeepDirectivesAsync(context.Document, fixable, context.CancellationToken).ConfigureAwait(false))
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    Title,
                    cancellationToken => ApplyAsync(context.Document, [diagnostic], cancellationToken),
                    equivalenceKey: Key),
                diagnostic);
        }
    }

    /// <summary>The document with all these diagnostics fixed, except those whose fix would change a directive.</summary>
    internal async Task<Document> ApplyAllAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        List<Diagnostic> kept = await KeepDirectivesAsync(document, diagnostics, cancellationToken).ConfigureAwait(false);
        return await ApplyAsync(document, kept, cancellationToken).ConfigureAwait(false);
    }

    private Task<List<Diagnostic>> KeepDirectivesAsync(Document document, IEnumerable<Diagnostic> diagnostics, CancellationToken cancellationToken) =>
        Directives.FilterAsync(
            diagnostics,
            _ => document,
            async (diagnostic, cancellationToken) => (await ApplyAsync(document, [diagnostic], cancellationToken).ConfigureAwait(false)).Project.Solution,
            cancellationToken);

    private async Task<Document> ApplyAsync(Document document, IEnumerable<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        DocumentEditor editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in diagnostics)
        {
            SyntaxNode node = Find(editor.OriginalRoot, diagnostic);
            if (CanFix(node, editor.SemanticModel, diagnostic))
            {
                Fix(editor, node, diagnostic);
            }
        }

        return editor.GetChangedDocument();
    }

    /// <summary>Whether there is one likely answer here. False offers nothing.</summary>
    protected virtual bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) => true;

    /// <summary>Fixes one diagnostic. The node is of the original tree; track it by the editor.</summary>
    protected abstract void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic);

    private static SyntaxNode Find(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
}
