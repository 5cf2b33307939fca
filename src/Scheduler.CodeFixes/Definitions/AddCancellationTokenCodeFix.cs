using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.CodeFixes.Definitions;

/// <summary>
/// A method with a time-out, or whose payload has one, takes a <c>CancellationToken</c>: last of all, but before <c>params</c>. It has a
/// default if code calls the method, or if the parameter before it has one.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddCancellationTokenCodeFix)), Shared]
internal sealed class AddCancellationTokenCodeFix() : SolutionCodeFix("Take a CancellationToken", DiagnosticIds.GS0026TimeoutNeedsACancellationToken)
{
    private const string TokenType = "System.Threading.CancellationToken";

    protected override async Task<bool> CanFixAsync(FixTarget target, CancellationToken cancellationToken)
    {
        if (FindMethod(target, cancellationToken) is not { } method
            || !Declarations.HasItsOwnSignature(method)
            || HasOverloadOfThatSize(method)
            || target.Compilation.GetTypeByMetadataName(TokenType) is null)
        {
            return false;
        }

        // An argument for params would be taken for the token.
        CallSites callSites = await CallSites.FindAsync(method, target.Solution, cancellationToken).ConfigureAwait(false);
        bool hasParams = method.Parameters.LastOrDefault() is { IsParams: true };
        return callSites.AreAllCalls && (callSites.Calls.IsEmpty || !hasParams);
    }

    protected override async Task FixAsync(SolutionEditor editor, FixTarget target, CancellationToken cancellationToken)
    {
        IMethodSymbol method = FindMethod(target, cancellationToken)!;
        INamedTypeSymbol type = target.Compilation.GetTypeByMetadataName(TokenType)!;
        CallSites callSites = await CallSites.FindAsync(method, target.Solution, cancellationToken).ConfigureAwait(false);

        int index = method.Parameters.Count(static parameter => !parameter.IsParams);
        bool isOptional = !callSites.Calls.IsEmpty || method.Parameters.Any(static parameter => parameter.IsOptional && !parameter.IsParams);
        string name = Declarations.FreeParameterName(method, "cancellationToken");
        MethodDeclarationSyntax[] declarations = [.. Declarations.Of(method, cancellationToken)];
        foreach (MethodDeclarationSyntax declaration in declarations)
        {
            // Of a partial method, only the part that declares it has defaults.
            bool hasDefault = isOptional && declaration == declarations[0];
            await editor
                .EditAsync(
                    declaration.ParameterList,
                    (old, generator) => Parameters.Insert(old, index, Create(generator, type, name, hasDefault)),
                    cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static ParameterSyntax Create(SyntaxGenerator generator, INamedTypeSymbol type, string name, bool hasDefault)
    {
        ParameterSyntax parameter = Parameters.Create(generator, type, name);
        return hasDefault ? Parameters.WithDefault(parameter) : parameter;
    }

    // The diagnostic is shown on the time-out in the attribute, or on the actuator of a payload that has one.
    private static IMethodSymbol? FindMethod(FixTarget target, CancellationToken cancellationToken) =>
        target.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } declaration
            ? target.Model.GetDeclaredSymbol(declaration, cancellationToken)
            : null;

    private static bool HasOverloadOfThatSize(IMethodSymbol method) => method.ContainingType
        .GetMembers(method.Name)
        .OfType<IMethodSymbol>()
        .Any(other => other.Parameters.Length == method.Parameters.Length + 1);
}
