using GeneratedScheduler.Generators.Analyzers.Usage;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary><c>sums.EnqueueAsync(1, 2);</c> becomes <c>await sums.EnqueueAsync(1, 2);</c>, in a method that is async.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitEnqueueCodeFix)), Shared]
internal sealed class AwaitEnqueueCodeFix() : DocumentCodeFix("Await it", DiagnosticIds.GS0031EnqueueMustBeAwaited)
{
    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) =>
        node is InvocationExpressionSyntax call
        && Enqueuing.WithWrappers(call) is not ConditionalAccessExpressionSyntax
        && !IsTypedVariable(Enqueuing.WithWrappers(call))
        && AsyncFunctions.CanAwait(node, model);

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        ExpressionSyntax result = Enqueuing.WithWrappers((InvocationExpressionSyntax)node);
        AsyncFunctions.MakeAsync(node, editor);
        if (result.Parent is AssignmentExpressionSyntax discard)
        {
            editor.ReplaceNode(discard, static (current, _) => AwaitSyntax.Create(((AssignmentExpressionSyntax)current).Right, current));
        }
        else
        {
            editor.ReplaceNode(result, static (current, _) => AwaitSyntax.Create((ExpressionSyntax)current, current));
        }
    }

    // ValueTask<TaskHandle<int>> handle = …
    private static bool IsTypedVariable(ExpressionSyntax result) =>
        result.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type.IsVar: false } } };
}
