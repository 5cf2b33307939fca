using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;

namespace GeneratedScheduler.CodeFixes;

/// <summary>Fixes all diagnostics of a document, project or solution with one edit of the solution.</summary>
internal sealed class SolutionEditFixAll : FixAllProvider
{
    public static readonly SolutionEditFixAll Instance = new();

    private SolutionEditFixAll()
    {
    }

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        if (fixAllContext.CodeFixProvider is not SolutionCodeFix fix)
        {
            return null;
        }

        var targets = new List<FixTarget>();
        foreach (Diagnostic diagnostic in await FindDiagnosticsAsync(fixAllContext).ConfigureAwait(false))
        {
            Document? document = fixAllContext.Solution.GetDocument(diagnostic.Location.SourceTree);
            FixTarget? target = document is null
                ? null
                : await FixTarget.FindAsync(document, diagnostic, fixAllContext.CancellationToken).ConfigureAwait(false);
            if (target is not null)
            {
                targets.Add(target);
            }
        }

        return targets.Count == 0 ? null : fix.CreateAction(fixAllContext.Solution, targets);
    }

    private static async Task<IEnumerable<Diagnostic>> FindDiagnosticsAsync(FixAllContext context)
    {
        var diagnostics = new List<Diagnostic>();
        if (context is { Scope: FixAllScope.Document, Document: { } document })
        {
            diagnostics.AddRange(await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false));
        }
        else
        {
            ImmutableArray<Project> projects = context.Scope == FixAllScope.Solution ? [.. context.Solution.Projects] : [context.Project];
            foreach (Project project in projects)
            {
                diagnostics.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
            }
        }

        return diagnostics
            .Where(static diagnostic => diagnostic.Location.IsInSource)
            .OrderBy(static diagnostic => diagnostic.Location.SourceTree!.FilePath, StringComparer.Ordinal)
            .ThenBy(static diagnostic => diagnostic.Location.SourceSpan.Start);
    }
}
