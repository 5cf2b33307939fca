using GeneratedScheduler.Generators.Analyzers.Usage;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary>Makes the function around a place async, where that is legal and its callers can cope.</summary>
internal static class AsyncFunctions
{
    /// <summary>Whether <c>await</c> can stand here, if need be after the function around it was made async.</summary>
    public static bool CanAwait(SyntaxNode node, SemanticModel model)
    {
        SyntaxNode child = node;
        foreach (SyntaxNode ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case LockStatementSyntax @lock when @lock.Statement == child:
                case UnsafeStatementSyntax or FixedStatementSyntax or CatchFilterClauseSyntax or QueryExpressionSyntax or AttributeSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword != default || CanBecomeAsync(lambda, model);
                case LocalFunctionStatementSyntax local:
                    return CanBecomeAsync(local, local.Modifiers, model);
                case MethodDeclarationSyntax method:
                    return CanBecomeAsync(method, method.Modifiers, model);
                case GlobalStatementSyntax:
                    return true;
                case MemberDeclarationSyntax or AccessorDeclarationSyntax:
                    return false;
                default:
                    child = ancestor;
                    break;
            }
        }

        return false;
    }

    /// <summary>Makes the innermost function around a node async, unless it is. Harmless when repeated.</summary>
    public static void MakeAsync(SyntaxNode node, DocumentEditor editor)
    {
        SyntaxNode? function = node.Ancestors().FirstOrDefault(static ancestor =>
            ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax);
        switch (function)
        {
            case AnonymousFunctionExpressionSyntax:
                editor.ReplaceNode(function, static (current, _) => WithAsync((AnonymousFunctionExpressionSyntax)current));
                break;
            case LocalFunctionStatementSyntax { Modifiers: var modifiers, ReturnType: var type } when !modifiers.Any(SyntaxKind.AsyncKeyword):
                AwaitCalls((LocalFunctionStatementSyntax)function, editor);
                Rewrite(function, type, editor);
                break;
            case MethodDeclarationSyntax { Modifiers: var modifiers, ReturnType: var type } when !modifiers.Any(SyntaxKind.AsyncKeyword):
                Rewrite(function, type, editor);
                break;
            default:
                break;
        }
    }

    private static void Rewrite(SyntaxNode function, TypeSyntax returnType, DocumentEditor editor)
    {
        ITypeSymbol returned = ((IMethodSymbol)editor.SemanticModel.GetDeclaredSymbol(function)!).ReturnType;
        bool returnsTask = Blocking.IsTaskLike(returned);
        Returns.Change[] changes = returnsTask ? Returns.Find(function, returned, editor.SemanticModel) : [];
        editor.ReplaceNode(function, (current, generator) =>
        {
            DeclarationModifiers modifiers = generator.GetModifiers(current);
            if (modifiers.IsAsync)
            {
                return current;
            }

            SyntaxNode changed = returnsTask
                ? Returns.Rewrite(current, changes)
                : WithReturnType(current, TaskOf(returned, editor).WithTriviaFrom(returnType));
            return generator.WithModifiers(changed, modifiers.WithAsync(true));
        });
    }

    // A local function that begins to return a Task has callers that can be seen, and they have to await it.
    private static void AwaitCalls(LocalFunctionStatementSyntax function, DocumentEditor editor)
    {
        if (editor.SemanticModel.GetDeclaredSymbol(function) is not IMethodSymbol { ReturnsVoid: true } symbol)
        {
            return;
        }

        foreach (InvocationExpressionSyntax call in LocalCalls.Find(function, symbol, editor.SemanticModel) ?? [])
        {
            MakeCallerAsync(call, function, editor);
            editor.ReplaceNode(call, static (current, _) =>
                current is InvocationExpressionSyntax ? AwaitSyntax.Create((ExpressionSyntax)current, current) : current);
        }
    }

    private static void MakeCallerAsync(InvocationExpressionSyntax call, LocalFunctionStatementSyntax function, DocumentEditor editor)
    {
        if (!function.Span.Contains(call.Span))
        {
            MakeAsync(call, editor);
        }
    }

    private static TypeSyntax TaskOf(ITypeSymbol result, DocumentEditor editor)
    {
        Compilation compilation = editor.SemanticModel.Compilation;
        INamedTypeSymbol task = result.SpecialType == SpecialType.System_Void
            ? compilation.GetTypeByMetadataName("System.Threading.Tasks.Task")!
            : compilation.GetTypeByMetadataName("System.Threading.Tasks.Task`1")!.Construct(result);
        return Types.Write(editor.Generator, task);
    }

    private static SyntaxNode WithReturnType(SyntaxNode function, TypeSyntax type) => function switch
    {
        MethodDeclarationSyntax method => method.WithReturnType(type),
        LocalFunctionStatementSyntax local => local.WithReturnType(type),
        _ => function,
    };

    private static AnonymousFunctionExpressionSyntax WithAsync(AnonymousFunctionExpressionSyntax lambda) => lambda.AsyncKeyword != default
        ? lambda
        : lambda.WithoutLeadingTrivia()
            .WithAsyncKeyword(SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithLeadingTrivia(lambda.GetLeadingTrivia());

    private static bool CanBecomeAsync(SyntaxNode function, SyntaxTokenList modifiers, SemanticModel model)
    {
        if (model.GetDeclaredSymbol(function) is not IMethodSymbol method
            || modifiers.Any(SyntaxKind.UnsafeKeyword)
            || modifiers.Any(SyntaxKind.PartialKeyword)
            || method.Parameters.Any(static parameter => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType))
        {
            return false;
        }

        if (method.IsAsync)
        {
            return true;
        }

        return Blocking.IsTaskLike(method.ReturnType)
            ? !Returns.Find(function, method.ReturnType, model).Contains(Returns.Change.None)
            : HasFreeSignature(method)
                && (method.ReturnsVoid || TaskBody.IsTask(method))
                && (function is not LocalFunctionStatementSyntax local || CallersCanAwait(local, method, model));
    }

    private static bool CallersCanAwait(LocalFunctionStatementSyntax function, IMethodSymbol symbol, SemanticModel model) =>
        LocalCalls.Find(function, symbol, model) is { } calls
        && calls.All(call => function.Span.Contains(call.Span) || (!LocalCalls.IsInAnotherLocalFunction(call) && CanAwait(call, model)));

    // Nobody but this method says what it returns. A handler of events has to stay void.
    private static bool HasFreeSignature(IMethodSymbol method) =>
        method is { IsOverride: false, IsVirtual: false, RefKind: RefKind.None }
        && !Declarations.ImplementsAnInterface(method)
        && !(method.Parameters is [_, { Type: var type }] && IsEventArgs(type));

    private static bool IsEventArgs(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (KnownTypes.Is(current, "System", "EventArgs"))
            {
                return true;
            }
        }

        return false;
    }

    // Only where an overload takes a function that returns a Task, as Task.Run does: an async void lambda would mend nothing.
    private static bool CanBecomeAsync(AnonymousFunctionExpressionSyntax lambda, SemanticModel model)
    {
        if (lambda.Parent is not ArgumentSyntax { NameColon: null, Parent: ArgumentListSyntax list } argument
            || list.Parent is not InvocationExpressionSyntax call
            || model.GetSymbolInfo(lambda).Symbol is not IMethodSymbol { ReturnsVoid: true })
        {
            return false;
        }

        InvocationExpressionSyntax changed = call.ReplaceNode(lambda, WithAsync(lambda));
        SymbolInfo info = model.GetSpeculativeSymbolInfo(call.SpanStart, changed, SpeculativeBindingOption.BindAsExpression);
        int index = list.Arguments.IndexOf(argument);
        return info.Symbol is IMethodSymbol target
            && index < target.Parameters.Length
            && target.Parameters[index].Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoked }
            && Blocking.IsTaskLike(invoked.ReturnType);
    }
}
