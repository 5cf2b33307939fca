using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>A task whose emitted types collide gets a <c>TypeName</c> that is free. Of several tasks, the last keeps what it has.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FreeTypeNameCodeFix)), Shared]
internal sealed class FreeTypeNameCodeFix() : SolutionCodeFix(
    "Set TypeName to a name that is free",
    DiagnosticIds.GS0014EmittedTypeNameIsTaken,
    DiagnosticIds.GS0023TasksMustNotEmitTheSameType)
{
    protected override bool CanFix(FixTarget target, CancellationToken cancellationToken) =>
        target.Declared(cancellationToken) is { } task && KnownTypes.FindScheduledTask(task) is { ApplicationSyntaxReference: not null };

    protected override async Task FixAllAsync(SolutionEditor editor, IReadOnlyList<FixTarget> targets, CancellationToken cancellationToken)
    {
        foreach (IGrouping<Compilation, FixTarget> group in targets.GroupBy(static target => target.Compilation))
        {
            var stems = new FreeStems(group.Key, cancellationToken);
            foreach (FixTarget target in group.Where(target => CanFix(target, cancellationToken)))
            {
                ISymbol task = target.Declared(cancellationToken)!;
                if (stems.Move(task, onlyIfShared: target.Diagnostic.Id == DiagnosticIds.GS0023TasksMustNotEmitTheSameType) is { } stem)
                {
                    await WriteAsync(editor, task, stem, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static async Task WriteAsync(SolutionEditor editor, ISymbol task, string stem, CancellationToken cancellationToken)
    {
        SyntaxReference reference = KnownTypes.FindScheduledTask(task)!.ApplicationSyntaxReference!;
        var attribute = (AttributeSyntax)await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
        await editor.EditAsync(attribute, (old, _) => AttributeArguments.With(old, "TypeName", stem), cancellationToken).ConfigureAwait(false);
    }
}
