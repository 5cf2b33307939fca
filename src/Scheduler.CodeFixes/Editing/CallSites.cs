using System.Collections.Immutable;
using Microsoft.CodeAnalysis.FindSymbols;

namespace GeneratedScheduler.CodeFixes.Editing;

/// <summary>Where written code uses a method. What is emitted is not counted: it follows the method by itself.</summary>
internal sealed class CallSites
{
    private CallSites(ImmutableArray<InvocationExpressionSyntax> calls, bool areAllCalls)
    {
        Calls = calls;
        AreAllCalls = areAllCalls;
    }

    public ImmutableArray<InvocationExpressionSyntax> Calls { get; }

    /// <summary>
    /// Whether there is nothing but calls: neither a delegate that is made of the method, nor anything else that a new signature
    /// would break.
    /// </summary>
    public bool AreAllCalls { get; }

    public static async Task<CallSites> FindAsync(IMethodSymbol method, Solution solution, CancellationToken cancellationToken)
    {
        ImmutableArray<InvocationExpressionSyntax>.Builder calls = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();
        bool areAllCalls = true;
        IEnumerable<ReferencedSymbol> referenced =
            await SymbolFinder.FindReferencesAsync(method, solution, cancellationToken).ConfigureAwait(false);
        IEnumerable<ReferenceLocation> locations = referenced
            .SelectMany(static symbol => symbol.Locations)
            .Where(static location => location.Document is not SourceGeneratedDocument);
        foreach (ReferenceLocation location in locations)
        {
            SyntaxNode? root = await location.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            SyntaxNode? name = root?.FindNode(location.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
            if (FindCall(name) is { } call)
            {
                calls.Add(call);
            }
            else if (name is not null && !IsMention(name))
            {
                areAllCalls = false;
            }
        }

        return new CallSites(calls.ToImmutable(), areAllCalls);
    }

    private static InvocationExpressionSyntax? FindCall(SyntaxNode? name)
    {
        SyntaxNode? callee = name switch
        {
            { Parent: MemberAccessExpressionSyntax access } when access.Name == name => access,
            { Parent: MemberBindingExpressionSyntax binding } => binding,
            _ => name,
        };
        return callee?.Parent is InvocationExpressionSyntax invocation && invocation.Expression == callee ? invocation : null;
    }

    // nameof(Run) and <see cref="Run"/> do not care about a signature.
    private static bool IsMention(SyntaxNode name) =>
        name.FirstAncestorOrSelf<DocumentationCommentTriviaSyntax>(ascendOutOfTrivia: false) is not null
        || name.Ancestors().OfType<InvocationExpressionSyntax>().Any(
            static call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" });
}
