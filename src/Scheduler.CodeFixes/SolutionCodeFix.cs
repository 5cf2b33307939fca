using Microsoft.CodeAnalysis.CodeActions;

namespace GeneratedScheduler.CodeFixes;

/// <summary>
/// A fix that may edit other files than the one in which the diagnostic is shown. Fix-all gives all diagnostics to one editor of the
/// solution, in the order of the source, so that it ends where fixing one after the other ends.
/// </summary>
internal abstract class SolutionCodeFix(string title, params string[] ids) : SchedulerCodeFix(title, ids)
{
    public sealed override FixAllProvider GetFixAllProvider() => SolutionEditFixAll.Instance;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            FixTarget? target = await FixTarget.FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false);
            if (target is not null
                && await CanFixAsync(target, context.CancellationToken).ConfigureAwait(false)
                && await KeepDirectivesAsync([target], context.CancellationToken).ConfigureAwait(false) is [_])
            {
                context.RegisterCodeFix(CreateAction(target.Solution, [target]), diagnostic);
            }
        }
    }

    /// <summary>Fixes all these diagnostics in one step, except those whose fix would change a directive.</summary>
    internal CodeAction CreateAction(Solution solution, IReadOnlyList<FixTarget> targets) => CodeAction.Create(
        Title,
        async cancellationToken =>
        {
            List<FixTarget> kept = await KeepDirectivesAsync(targets, cancellationToken).ConfigureAwait(false);
            return await ApplyAsync(solution, kept, cancellationToken).ConfigureAwait(false);
        },
        equivalenceKey: Key);

    private Task<List<FixTarget>> KeepDirectivesAsync(IReadOnlyList<FixTarget> targets, CancellationToken cancellationToken) => Directives.FilterAsync(
        targets,
        static target => target.Document,
        (target, cancellationToken) => ApplyAsync(target.Solution, [target], cancellationToken),
        cancellationToken);

    private async Task<Solution> ApplyAsync(Solution solution, IReadOnlyList<FixTarget> targets, CancellationToken cancellationToken)
    {
        var editor = new SolutionEditor(solution);
        await FixAllAsync(editor, targets, cancellationToken).ConfigureAwait(false);
        return editor.GetChangedSolution();
    }

    /// <summary>Whether there is one likely answer here. False offers nothing.</summary>
    protected virtual Task<bool> CanFixAsync(FixTarget target, CancellationToken cancellationToken) =>
        Task.FromResult(CanFix(target, cancellationToken));

    /// <summary>The same, for what can be seen without asking the whole solution.</summary>
    protected virtual bool CanFix(FixTarget target, CancellationToken cancellationToken) => true;

    /// <summary>Fixes one diagnostic. Its node is of the original tree; track it by the editor.</summary>
    protected virtual Task FixAsync(SolutionEditor editor, FixTarget target, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Fixes several. Overridden where one answer depends on another, such as names that must differ.</summary>
    protected virtual async Task FixAllAsync(SolutionEditor editor, IReadOnlyList<FixTarget> targets, CancellationToken cancellationToken)
    {
        foreach (FixTarget target in targets)
        {
            if (await CanFixAsync(target, cancellationToken).ConfigureAwait(false))
            {
                await FixAsync(editor, target, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
