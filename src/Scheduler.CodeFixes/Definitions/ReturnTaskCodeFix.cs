namespace GeneratedScheduler.CodeFixes.Definitions;

/// <summary><c>async void</c> becomes <c>async Task</c>, in both parts of a partial method.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReturnTaskCodeFix)), Shared]
internal sealed class ReturnTaskCodeFix() : SolutionCodeFix("Return Task", DiagnosticIds.GS0004TaskMethodMustNotBeAsyncVoid)
{
    // An event takes no method that returns a Task.
    protected override async Task<bool> CanFixAsync(FixTarget target, CancellationToken cancellationToken) =>
        target.Declared(cancellationToken) is IMethodSymbol method
        && Declarations.HasItsOwnSignature(method)
        && FindTask(target) is not null
        && (await CallSites.FindAsync(method, target.Solution, cancellationToken).ConfigureAwait(false)).AreAllCalls;

    protected override async Task FixAsync(SolutionEditor editor, FixTarget target, CancellationToken cancellationToken)
    {
        var method = (IMethodSymbol)target.Declared(cancellationToken)!;
        INamedTypeSymbol task = FindTask(target)!;
        foreach (MethodDeclarationSyntax declaration in Declarations.Of(method, cancellationToken))
        {
            await editor
                .EditAsync(declaration.ReturnType, (old, generator) => Types.Write(generator, task).WithTriviaFrom(old), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static INamedTypeSymbol? FindTask(FixTarget target) => target.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task");
}
