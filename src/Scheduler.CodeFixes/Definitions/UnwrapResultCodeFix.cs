using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.CodeFixes.Definitions;

/// <summary>
/// An async method that returns a task within a task awaits the inner one:
/// <c>async Task&lt;Task&lt;int&gt;&gt;</c> becomes <c>async Task&lt;int&gt;</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnwrapResultCodeFix)), Shared]
internal sealed class UnwrapResultCodeFix() : SolutionCodeFix("Await the inner task", DiagnosticIds.GS0013ReturnTypeIsNotSupported)
{
    protected override async Task<bool> CanFixAsync(FixTarget target, CancellationToken cancellationToken)
    {
        if (target.Declared(cancellationToken) is not IMethodSymbol { IsAsync: true, IsPartialDefinition: false, PartialDefinitionPart: null } method
            || target.Node is not MethodDeclarationSyntax
            || !Declarations.HasItsOwnSignature(method)
            || FindResult(method) is null)
        {
            return false;
        }

        // Whoever calls it awaits twice.
        CallSites callSites = await CallSites.FindAsync(method, target.Solution, cancellationToken).ConfigureAwait(false);
        return callSites is { AreAllCalls: true, Calls.IsEmpty: true };
    }

    protected override async Task FixAsync(SolutionEditor editor, FixTarget target, CancellationToken cancellationToken)
    {
        var declaration = (MethodDeclarationSyntax)target.Node;
        var method = (IMethodSymbol)target.Declared(cancellationToken)!;
        INamedTypeSymbol type = ((INamedTypeSymbol)method.ReturnType).OriginalDefinition.Construct(FindResult(method)!);
        await editor
            .EditAsync(declaration.ReturnType, (old, generator) => Types.Write(generator, type).WithTriviaFrom(old), cancellationToken)
            .ConfigureAwait(false);
        foreach (ExpressionSyntax returned in FindReturned(declaration))
        {
            await editor.EditAsync(returned, static (old, _) => Await(old), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The result of the inner task; nothing if it has none, or lies deeper.</summary>
    private static ITypeSymbol? FindResult(IMethodSymbol method) =>
        method.ReturnType is INamedTypeSymbol { TypeArguments: [INamedTypeSymbol { TypeArguments: [var result] } inner] }
        && IsTaskOfResult(inner)
        && !IsTaskOfResult(result)
        && !KnownTypes.IsTask(result)
        && !KnownTypes.IsValueTask(result)
            ? result
            : null;

    private static bool IsTaskOfResult(ITypeSymbol type) => KnownTypes.IsTaskOfResult(type) || KnownTypes.IsValueTaskOfResult(type);

    private static IEnumerable<ExpressionSyntax> FindReturned(MethodDeclarationSyntax declaration) => declaration.ExpressionBody is { } body
        ? [body.Expression]
        : declaration.Body!
            .DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>()
            .Select(static statement => statement.Expression)
            .OfType<ExpressionSyntax>();

    private static AwaitExpressionSyntax Await(ExpressionSyntax expression)
    {
        bool isPrimary = expression
            is InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or ObjectCreationExpressionSyntax;
        ExpressionSyntax bare = expression.WithoutTrivia();
        return SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            isPrimary ? bare : SyntaxFactory.ParenthesizedExpression(bare)).WithTriviaFrom(expression);
    }
}
