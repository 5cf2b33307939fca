using GeneratedScheduler.Generators.Analyzers.Usage;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary><c>Thread.Sleep(5)</c> becomes <c>await Task.Delay(5, cancellationToken)</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitDelayCodeFix)), Shared]
internal sealed class AwaitDelayCodeFix() : DocumentCodeFix("Await Task.Delay", DiagnosticIds.GS0033DoNotSleepInATask)
{
    // A wait with a time-out of its own has a result.
    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) =>
        node is InvocationExpressionSyntax call
        && (IsSleep(call, model) || call.ArgumentList.Arguments.Count == 0)
        && AsyncFunctions.CanAwait(node, model);

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        var call = (InvocationExpressionSyntax)node;
        SemanticModel model = editor.SemanticModel;
        InvocationExpressionSyntax delay = IsSleep(call, model) ? CreateDelay(call, editor) : FindDelay(call, model);
        AsyncFunctions.MakeAsync(node, editor);
        editor.ReplaceNode(node, AwaitSyntax.Create(delay, node));
    }

    private static bool IsSleep(InvocationExpressionSyntax call, SemanticModel model) =>
        model.GetSymbolInfo(call).Symbol is IMethodSymbol { Name: "Sleep" };

    private static InvocationExpressionSyntax CreateDelay(InvocationExpressionSyntax sleep, DocumentEditor editor)
    {
        INamedTypeSymbol task = editor.SemanticModel.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task")!;
        SyntaxNode type = editor.Generator.TypeExpression(task).WithAdditionalAnnotations(Simplifier.AddImportsAnnotation, Simplifier.Annotation);
        var delay = (InvocationExpressionSyntax)editor.Generator.InvocationExpression(
            editor.Generator.MemberAccessExpression(type, "Delay"),
            sleep.ArgumentList.Arguments.Select(static argument => argument.WithNameColon(null)));
        if (Tokens.FindInScope(sleep, editor.SemanticModel) is not { } token)
        {
            return delay;
        }

        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        SyntaxNodeOrTokenList arguments = delay.ArgumentList.Arguments.GetWithSeparators().Add(comma).Add(SyntaxFactory.Argument(token));
        return delay.WithArgumentList(delay.ArgumentList.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(arguments)));
    }

    // Task.Delay(5) of Task.Delay(5).GetAwaiter().GetResult()
    private static InvocationExpressionSyntax FindDelay(InvocationExpressionSyntax wait, SemanticModel model)
    {
        InvocationExpressionSyntax delay = wait.DescendantNodes().OfType<InvocationExpressionSyntax>().First(
            call => model.GetSymbolInfo(call).Symbol is IMethodSymbol { Name: "Delay" });
        return Tokens.FindInScope(wait, model) is { } token
            && model.GetOperation(delay) is IInvocationOperation operation
            && CancellationSlot.Find(operation, model.Compilation, model.GetEnclosingSymbol(wait.SpanStart)!.ContainingType) is { } slot
                ? Tokens.Add(delay, slot, token)
                : delay;
    }
}
