using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>A task whose name another one has gets a name of its own. Of several, the last keeps what it has.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UniqueTaskNameCodeFix)), Shared]
internal sealed class UniqueTaskNameCodeFix() : SolutionCodeFix("Give this task a name of its own", DiagnosticIds.GS0005TaskNameMustBeUnique)
{
    protected override bool CanFix(FixTarget target, CancellationToken cancellationToken) =>
        target.Declared(cancellationToken) is { } task && KnownTypes.FindScheduledTask(task) is { ApplicationSyntaxReference: not null };

    protected override async Task FixAllAsync(SolutionEditor editor, IReadOnlyList<FixTarget> targets, CancellationToken cancellationToken)
    {
        foreach (IGrouping<Compilation, FixTarget> group in targets.GroupBy(static target => target.Compilation))
        {
            var names = new Claims(Marked.FindTasks(group.Key, cancellationToken).Select(TaskNames.NameOf));
            foreach (FixTarget target in group.Where(target => CanFix(target, cancellationToken)))
            {
                ISymbol task = target.Declared(cancellationToken)!;
                if (names.IsShared(TaskNames.NameOf(task)))
                {
                    string name = TaskNames.Alternatives(task).First(alternative => !names.IsTaken(alternative));
                    names.Move(TaskNames.NameOf(task), name);
                    await WriteAsync(editor, task, name, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static async Task WriteAsync(SolutionEditor editor, ISymbol task, string name, CancellationToken cancellationToken)
    {
        SyntaxReference reference = KnownTypes.FindScheduledTask(task)!.ApplicationSyntaxReference!;
        var attribute = (AttributeSyntax)await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
        await editor.EditAsync(attribute, (old, _) => AttributeArguments.With(old, "", name), cancellationToken).ConfigureAwait(false);
    }
}
