using System.Collections.Immutable;

namespace GeneratedScheduler.CodeFixes;

/// <summary>What every fix says about itself.</summary>
/// <param name="title">What the menu of the editor says: an imperative, such as "Return Task".</param>
/// <param name="ids">The diagnostics that it fixes.</param>
internal abstract class SchedulerCodeFix(string title, params string[] ids) : CodeFixProvider
{
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. ids];

    protected string Title => title;

    /// <summary>What fixes of one kind have in common, so that all of them can be applied at once.</summary>
    protected string Key => GetType().Name;
}
