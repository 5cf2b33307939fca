namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>An actuator method without a payload takes the only payload type that nothing executes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TakePayloadCodeFix)), Shared]
internal sealed class TakePayloadCodeFix() : SolutionCodeFix("Take the payload that nothing executes", DiagnosticIds.GS0021ActuatorMethodMustTakeOnePayload)
{
    protected override async Task<bool> CanFixAsync(FixTarget target, CancellationToken cancellationToken)
    {
        if (target.Declared(cancellationToken) is not IMethodSymbol { IsExtensionMethod: false } method
            || !Declarations.HasItsOwnSignature(method)
            || Marked.PayloadParametersOf(method).Any()
            || Marked.FindPayloadsWithoutActuator(target.Compilation, cancellationToken).Count != 1)
        {
            return false;
        }

        CallSites callSites = await CallSites.FindAsync(method, target.Solution, cancellationToken).ConfigureAwait(false);
        return callSites is { AreAllCalls: true, Calls.IsEmpty: true };
    }

    protected override async Task FixAllAsync(SolutionEditor editor, IReadOnlyList<FixTarget> targets, CancellationToken cancellationToken)
    {
        // The first one takes it; nothing is left for the others.
        foreach (IGrouping<Compilation, FixTarget> group in targets.GroupBy(static target => target.Compilation))
        {
            foreach (FixTarget target in group)
            {
                if (await CanFixAsync(target, cancellationToken).ConfigureAwait(false))
                {
                    await FixAsync(editor, target, cancellationToken).ConfigureAwait(false);
                    break;
                }
            }
        }
    }

    protected override async Task FixAsync(SolutionEditor editor, FixTarget target, CancellationToken cancellationToken)
    {
        var method = (IMethodSymbol)target.Declared(cancellationToken)!;
        INamedTypeSymbol payload = Marked.FindPayloadsWithoutActuator(target.Compilation, cancellationToken)[0];
        string name = Declarations.FreeParameterName(method, "payload");
        foreach (MethodDeclarationSyntax declaration in Declarations.Of(method, cancellationToken))
        {
            await editor
                .EditAsync(
                    declaration.ParameterList,
                    (old, generator) => Parameters.Insert(old, 0, Parameters.Create(generator, payload, name)),
                    cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
