using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>The type that an actuator executes gets <c>[ScheduledTask]</c>, wherever in the project it is declared.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkPayloadCodeFix)), Shared]
internal sealed class MarkPayloadCodeFix() : SolutionCodeFix("Mark the payload with [ScheduledTask]", DiagnosticIds.GS0020ActuatorMustServeATask)
{
    /// <summary>Whether a type is one of this project that can be a task and is none yet.</summary>
    public static bool CanMark(ITypeSymbol type, Compilation compilation) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsStatic: false, IsGenericType: false, IsRefLikeType: false } named
        && SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, compilation.Assembly)
        && !TypeRules.IsInGenericType(named)
        && named.DeclaringSyntaxReferences.Length > 0
        && KnownTypes.FindScheduledTask(named) is null;

    protected override bool CanFix(FixTarget target, CancellationToken cancellationToken) => FindPayloads(target, cancellationToken).Any();

    protected override async Task FixAllAsync(SolutionEditor editor, IReadOnlyList<FixTarget> targets, CancellationToken cancellationToken)
    {
        IEnumerable<ISymbol> payloads = targets
            .SelectMany(target => FindPayloads(target, cancellationToken))
            .Distinct<ISymbol>(SymbolEqualityComparer.Default);
        foreach (ISymbol payload in payloads)
        {
            SyntaxNode declaration = await payload.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
            await editor
                .EditAsync((MemberDeclarationSyntax)declaration, static (old, _) => Attributes.Add(old, "ScheduledTask"), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static IEnumerable<ITypeSymbol> FindPayloads(FixTarget target, CancellationToken cancellationToken) =>
        target.Declared(cancellationToken) is { } actuator
            ? Marked.PayloadsOf(actuator).Where(payload => CanMark(payload, target.Compilation))
            : [];
}
