using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>Parameters that are services get <c>[Injected]</c>; of an actuator method's, all but the one whose type is a task.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkInjectedCodeFix)), Shared]
internal sealed class MarkInjectedCodeFix() : DocumentCodeFix(
    "Mark with [Injected]",
    DiagnosticIds.GS0021ActuatorMethodMustTakeOnePayload,
    DiagnosticIds.GS0025ServiceMustBeMarkedAsInjected)
{
    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) => FindServices(node, model).Any();

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        foreach (ParameterSyntax parameter in FindServices(node, editor.SemanticModel))
        {
            editor.ReplaceNode(parameter, static (old, _) => Attributes.Add((ParameterSyntax)old, "Injected"));
        }
    }

    // A parameter of a record is a property of the payload: nothing injects that.
    private static IEnumerable<ParameterSyntax> FindServices(SyntaxNode node, SemanticModel model) => node switch
    {
        ParameterSyntax { Parent.Parent: MethodDeclarationSyntax } parameter => [parameter],
        MethodDeclarationSyntax method => FindServices(method, model),
        _ => [],
    };

    private static IEnumerable<ParameterSyntax> FindServices(MethodDeclarationSyntax declaration, SemanticModel model)
    {
        if (model.GetDeclaredSymbol(declaration) is not IMethodSymbol method)
        {
            return [];
        }

        IParameterSymbol[] candidates = [.. Marked.PayloadParametersOf(method)];
        bool hasOnePayload = candidates.Count(IsTask) == 1;
        return hasOnePayload
            ? candidates.Where(static parameter => !IsTask(parameter)).Select(parameter => declaration.ParameterList.Parameters[parameter.Ordinal])
            : [];
    }

    private static bool IsTask(IParameterSymbol parameter) => KnownTypes.FindScheduledTask(parameter.Type) is not null;
}
