using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary><c>handle.Completion.Result</c> becomes <c>await handle.Completion</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitHandleCodeFix)), Shared]
internal sealed class AwaitHandleCodeFix() : DocumentCodeFix("Await it", DiagnosticIds.GS0030DoNotBlockOnAHandleInATask)
{
    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) =>
        FindTask(node) is not null && TakesNoTimeout(node, model) && AsyncFunctions.CanAwait(node, model);

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        AsyncFunctions.MakeAsync(node, editor);
        editor.ReplaceNode(node, static (current, _) => AwaitSyntax.Create(FindTask(current)!, current));
    }

    // What is waited for, by syntax alone: nested diagnostics are fixed in a tree that has changed already.
    private static ExpressionSyntax? FindTask(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result => WithoutAsTask(result.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax method, ArgumentList.Arguments: var arguments } =>
            FindTask(method, arguments),
        _ => null,
    };

    private static ExpressionSyntax? FindTask(MemberAccessExpressionSyntax method, SeparatedSyntaxList<ArgumentSyntax> arguments) =>
        method switch
        {
            { Name.Identifier.ValueText: "Wait" } when arguments.Count == 0 => WithoutAsTask(method.Expression),
            { Name.Identifier.ValueText: "Wait" } when arguments.Count == 1 => WaitAsync(method, arguments),
            {
                Name.Identifier.ValueText: "GetResult",
                Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var task } },
            } => WithoutAsTask(task),
            _ => null,
        };

    // Wait(500) returns whether the time was enough.
    private static bool TakesNoTimeout(SyntaxNode node, SemanticModel model) =>
        node is not InvocationExpressionSyntax { ArgumentList.Arguments: var arguments }
        || arguments.All(argument => model.GetTypeInfo(argument.Expression).Type is { } type && KnownTypes.IsCancellationToken(type));

    private static InvocationExpressionSyntax WaitAsync(MemberAccessExpressionSyntax wait, SeparatedSyntaxList<ArgumentSyntax> arguments) =>
        SyntaxFactory.InvocationExpression(
            wait.WithName(SyntaxFactory.IdentifierName("WaitAsync")), SyntaxFactory.ArgumentList(arguments));

    private static ExpressionSyntax WithoutAsTask(ExpressionSyntax task) => task is InvocationExpressionSyntax
    {
        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask", Expression: var valueTask },
    }
        ? valueTask
        : task;
}
