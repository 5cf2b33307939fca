namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>A payload that nothing executes gets an actuator to fill in, right after it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddActuatorCodeFix)), Shared]
internal sealed class AddActuatorCodeFix() : DocumentCodeFix("Add an actuator", DiagnosticIds.GS0018PayloadNeedsAnActuator)
{
    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) =>
        node is TypeDeclarationSyntax declaration && model.GetDeclaredSymbol(declaration) is not null;

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        var payload = (INamedTypeSymbol)editor.SemanticModel.GetDeclaredSymbol(node)!;
        SyntaxNode actuator = Skeletons.Actuator(editor.Generator, editor.SemanticModel.Compilation, payload, FreeName(payload));
        editor.InsertAfter(node, actuator.WithTrailingTrivia(LineBreaks.Like(node)));
    }

    private static string FreeName(INamedTypeSymbol payload)
    {
        string wanted = TaskNames.StemOf(payload) + "Actuator";
        string name = wanted;
        for (int i = 2; ((INamespaceOrTypeSymbol)payload.ContainingSymbol).GetMembers(name).Length > 0; i++)
        {
            name = wanted + i;
        }

        return name;
    }
}
