using System.Collections.Immutable;

namespace GeneratedScheduler.CodeFixes;

/// <summary>Fixes all diagnostics of one file in one go.</summary>
internal sealed class DocumentEditFixAll : DocumentBasedFixAllProvider
{
    public static readonly DocumentEditFixAll Instance = new();

    private DocumentEditFixAll()
    {
    }

    protected override async Task<Document?> FixAllAsync(FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics) =>
        fixAllContext.CodeFixProvider is DocumentCodeFix fix
            ? await fix.ApplyAllAsync(document, diagnostics, fixAllContext.CancellationToken).ConfigureAwait(false)
            : null;
}
