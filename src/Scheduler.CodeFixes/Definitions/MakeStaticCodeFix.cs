using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.CodeFixes.Definitions;

/// <summary>A method that uses nothing of its object becomes static, so that no object has to be made.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeStaticCodeFix)), Shared]
internal sealed class MakeStaticCodeFix() : SolutionCodeFix("Make the method static", DiagnosticIds.GS0016InstanceMustBeCreatable)
{
    protected override async Task<bool> CanFixAsync(FixTarget target, CancellationToken cancellationToken)
    {
        if (target.Declared(cancellationToken) is not IMethodSymbol { IsReadOnly: false } method
            || !Declarations.HasItsOwnSignature(method)
            || Declarations.BodyOf(method, cancellationToken) is not { } body
            || target.Solution.GetDocument(body.SyntaxTree) is not { } document
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || UsesItsObject(body, model, cancellationToken))
        {
            return false;
        }

        CallSites callSites = await CallSites.FindAsync(method, target.Solution, cancellationToken).ConfigureAwait(false);
        return callSites.AreAllCalls && callSites.Calls.All(static call => call.Expression is IdentifierNameSyntax);
    }

    protected override async Task FixAsync(SolutionEditor editor, FixTarget target, CancellationToken cancellationToken)
    {
        var method = (IMethodSymbol)target.Declared(cancellationToken)!;
        foreach (MethodDeclarationSyntax declaration in Declarations.Of(method, cancellationToken))
        {
            await editor
                .EditAsync(
                    declaration,
                    static (old, generator) => generator.WithModifiers(old, generator.GetModifiers(old).WithIsStatic(true)),
                    cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static bool UsesItsObject(SyntaxNode body, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetOperation(body, cancellationToken) is not { } operation
        || operation.DescendantsAndSelf().Any(static part => part switch
        {
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => true,
            IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => true,
            _ => false,
        });
}
