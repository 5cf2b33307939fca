using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.CodeFixes.Definitions;

/// <summary>
/// <c>in int a</c> becomes <c>int a</c>, and so do its arguments at the places that call the method. A <c>ref</c> only if nothing is
/// assigned to it: otherwise callers would miss what changes.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PassByValueCodeFix)), Shared]
internal sealed class PassByValueCodeFix() : SolutionCodeFix("Pass by value", DiagnosticIds.GS0003ParameterMustBePassedByValue)
{
    protected override async Task<bool> CanFixAsync(FixTarget target, CancellationToken cancellationToken)
    {
        if (target.Declared(cancellationToken) is not IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter
            || method.IsExtensionMethod
            || !Declarations.HasItsOwnSignature(method)
            || parameter.RefKind is RefKind.None or RefKind.Out
            || (parameter.RefKind == RefKind.Ref && await IsWrittenAsync(method, parameter.Ordinal, target, cancellationToken).ConfigureAwait(false)))
        {
            return false;
        }

        return (await CallSites.FindAsync(method, target.Solution, cancellationToken).ConfigureAwait(false)).AreAllCalls;
    }

    protected override async Task FixAsync(SolutionEditor editor, FixTarget target, CancellationToken cancellationToken)
    {
        var parameter = (IParameterSymbol)target.Declared(cancellationToken)!;
        var method = (IMethodSymbol)parameter.ContainingSymbol;
        foreach (MethodDeclarationSyntax declaration in Declarations.Of(method, cancellationToken))
        {
            ParameterSyntax syntax = declaration.ParameterList.Parameters[parameter.Ordinal];
            await editor.EditAsync(syntax, static (old, _) => WithoutModifiers(old), cancellationToken).ConfigureAwait(false);
        }

        CallSites callSites = await CallSites.FindAsync(method, target.Solution, cancellationToken).ConfigureAwait(false);
        foreach (InvocationExpressionSyntax call in callSites.Calls)
        {
            if (FindArgument(call, parameter) is { RefKindKeyword.RawKind: not (int)SyntaxKind.None } argument)
            {
                await editor.EditAsync(argument, static (old, _) => WithoutModifier(old), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static ParameterSyntax WithoutModifiers(ParameterSyntax parameter)
    {
        IEnumerable<SyntaxToken> kept = parameter.Modifiers.Where(static modifier =>
            modifier.Kind() is not (SyntaxKind.InKeyword or SyntaxKind.RefKeyword or SyntaxKind.ReadOnlyKeyword or SyntaxKind.ScopedKeyword));
        return parameter.WithModifiers(SyntaxFactory.TokenList(kept)).WithLeadingTrivia(parameter.GetLeadingTrivia());
    }

    private static ArgumentSyntax WithoutModifier(ArgumentSyntax argument) =>
        argument.WithRefKindKeyword(default).WithLeadingTrivia(argument.GetLeadingTrivia());

    private static ArgumentSyntax? FindArgument(InvocationExpressionSyntax call, IParameterSymbol parameter)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        ArgumentSyntax? named = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name);
        ArgumentSyntax? placed = parameter.Ordinal < arguments.Count ? arguments[parameter.Ordinal] : null;
        return named ?? (placed?.NameColon is null ? placed : null);
    }

    private static async Task<bool> IsWrittenAsync(IMethodSymbol method, int ordinal, FixTarget target, CancellationToken cancellationToken)
    {
        if (Declarations.BodyOf(method, cancellationToken) is not { } body
            || target.Solution.GetDocument(body.SyntaxTree) is not { } document
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return true;
        }

        DataFlowAnalysis? flow = body is ExpressionSyntax expression ? model.AnalyzeDataFlow(expression) : model.AnalyzeDataFlow(body);
        return flow is not { Succeeded: true }
            || flow.WrittenInside.Any(symbol => symbol is IParameterSymbol { RefKind: RefKind.Ref } written && written.Ordinal == ordinal);
    }
}
