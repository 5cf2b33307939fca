using System.Collections.Immutable;
using System.Composition;
using GeneratedScheduler.CodeFixes.Editing;
using GeneratedScheduler.Generators.Analyzers;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>Parameters that are services get <c>[Injected]</c>; of an actuator method's, all but the one whose type is a task.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkInjectedCodeFix))]
[Shared]
internal sealed class MarkInjectedCodeFix : DocumentCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        DiagnosticIds.GS0021ActuatorMethodMustTakeOnePayload,
        DiagnosticIds.GS0025ServiceMustBeMarkedAsInjected,
    ];

    protected override string Title => "Mark with [Injected]";

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
