namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>An actuator class without the contract implements it, to be filled in, for the only payload that nothing executes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ImplementTaskActuatorCodeFix)), Shared]
internal sealed class ImplementTaskActuatorCodeFix() : SolutionCodeFix("Implement ITaskActuator", DiagnosticIds.GS0022ActuatorClassMustImplementTheContract)
{
    /// <summary>The payload that an actuator class is likely for; <see langword="null"/> if that cannot be told.</summary>
    public static INamedTypeSymbol? FindPayload(ISymbol actuator, Compilation compilation, CancellationToken cancellationToken) =>
        actuator is INamedTypeSymbol { IsStatic: false, IsAbstract: false }
        && Marked.FindPayloadsWithoutActuator(compilation, cancellationToken) is [var only]
            ? only
            : null;

    protected override bool CanFix(FixTarget target, CancellationToken cancellationToken) =>
        target.Node is TypeDeclarationSyntax
        && target.Declared(cancellationToken) is { } actuator
        && FindPayload(actuator, target.Compilation, cancellationToken) is not null
        && FindContract(target.Compilation) is not null;

    protected override async Task FixAllAsync(SolutionEditor editor, IReadOnlyList<FixTarget> targets, CancellationToken cancellationToken)
    {
        // The first one takes the payload; nothing is left for the others.
        foreach (IGrouping<Compilation, FixTarget> group in targets.GroupBy(static target => target.Compilation))
        {
            if (group.FirstOrDefault(target => CanFix(target, cancellationToken)) is { } first)
            {
                await FixAsync(editor, first, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    protected override async Task FixAsync(SolutionEditor editor, FixTarget target, CancellationToken cancellationToken)
    {
        Compilation compilation = target.Compilation;
        INamedTypeSymbol payload = FindPayload(target.Declared(cancellationToken)!, compilation, cancellationToken)!;
        INamedTypeSymbol contract = FindContract(compilation)!.Construct(payload, compilation.GetTypeByMetadataName("GeneratedScheduler.NoResult")!);
        await editor
            .EditAsync(
                target.Node,
                (old, generator) => generator.AddMembers(
                    generator.AddInterfaceType(old, Types.Write(generator, contract)),
                    Skeletons.Members(generator, compilation, contract)),
                cancellationToken)
            .ConfigureAwait(false);
    }

    private static INamedTypeSymbol? FindContract(Compilation compilation) =>
        compilation.GetTypeByMetadataName("GeneratedScheduler.Actuators.ITaskActuator`2");
}
