using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>
/// The attribute is taken off where it cannot stay: an actuator of a type that is not ours or that another one executes (of several,
/// the last stays), a class that there is nothing to execute for, an abstract method.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveMarkCodeFix)), Shared]
internal sealed class RemoveMarkCodeFix() : SolutionCodeFix(
    "Remove the attribute",
    DiagnosticIds.GS0015TaskMethodMustBeOrdinary,
    DiagnosticIds.GS0019PayloadHasSeveralActuators,
    DiagnosticIds.GS0020ActuatorMustServeATask,
    DiagnosticIds.GS0022ActuatorClassMustImplementTheContract)
{
    protected override bool CanFix(FixTarget target, CancellationToken cancellationToken) =>
        target.Node is MemberDeclarationSyntax
        && target.Declared(cancellationToken) is { } symbol
        && target.Diagnostic.Id switch
        {
            DiagnosticIds.GS0015TaskMethodMustBeOrdinary => symbol is IMethodSymbol { IsAbstract: true },
            DiagnosticIds.GS0020ActuatorMustServeATask =>
                !Marked.PayloadsOf(symbol).Any(payload => MarkPayloadCodeFix.CanMark(payload, target.Compilation)),
            DiagnosticIds.GS0022ActuatorClassMustImplementTheContract =>
                ImplementTaskActuatorCodeFix.FindPayload(symbol, target.Compilation, cancellationToken) is null,
            _ => true,
        };

    protected override async Task FixAllAsync(SolutionEditor editor, IReadOnlyList<FixTarget> targets, CancellationToken cancellationToken)
    {
        foreach (IGrouping<Compilation, FixTarget> group in targets.GroupBy(static target => target.Compilation))
        {
            var payloads = new Claims(Marked.FindActuators(group.Key, cancellationToken).SelectMany(KeysOf));
            var done = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            foreach (FixTarget target in group.Where(target => CanFix(target, cancellationToken)))
            {
                ISymbol symbol = target.Declared(cancellationToken)!;
                string[] keys = [.. KeysOf(symbol)];
                bool isNeeded = target.Diagnostic.Id == DiagnosticIds.GS0019PayloadHasSeveralActuators && !keys.Any(payloads.IsShared);
                if (isNeeded || !done.Add(symbol))
                {
                    continue;
                }

                Array.ForEach(keys, payloads.Release);
                await editor.EditAsync((MemberDeclarationSyntax)target.Node, static (old, _) => Unmark(old), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static MemberDeclarationSyntax Unmark(MemberDeclarationSyntax declaration) => declaration is TypeDeclarationSyntax
        ? Attributes.Remove(declaration, "Actuator")
        : Attributes.Remove(Attributes.Remove(declaration, "Actuator"), "ScheduledTask");

    private static IEnumerable<string> KeysOf(ISymbol actuator) => Marked.PayloadsOf(actuator).Select(TypeNames.NotNull);
}
