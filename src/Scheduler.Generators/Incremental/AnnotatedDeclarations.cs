using System.Runtime.CompilerServices;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Incremental;

/// <summary>Finds the methods and types that carry one attribute, and reads each of them again only if it can have changed.</summary>
/// <remarks>
/// The compiler makes new symbols after every key that is pressed, so that <c>ForAttributeWithMetadataName</c> binds the attributes of
/// every annotated method again, and what follows reads its whole signature again, only to find the same model. But a model depends on
/// declarations, not on bodies, and those stay the same for most keys; <c>docs/decisions</c> has the figures. Nothing is kept
/// alive by what is remembered here: it goes with the syntax node that it belongs to.
/// </remarks>
/// <typeparam name="T">The model.</typeparam>
internal sealed class AnnotatedDeclarations<T>(
    string attributeName, Func<SyntaxNode, bool> isCandidate, Func<ISymbol, AttributeData, ParseScope, T> parse)
{
    private readonly ConditionalWeakTable<SyntaxNode, Memory> _memories = new();
    private readonly AttributeFilter _filter = new(attributeName);

    /// <summary>One model for each annotated declaration.</summary>
    public IncrementalValuesProvider<T> Find(IncrementalGeneratorInitializationContext context) => context.SyntaxProvider
        .CreateSyntaxProvider(
            (node, _) => node is MemberDeclarationSyntax { AttributeLists.Count: > 0 } && isCandidate(node),
            (context, cancellationToken) => Read((MemberDeclarationSyntax)context.Node, context.SemanticModel, cancellationToken))
        .Where(static found => found is not null)
        .Select(static (found, _) => found!.Value);

    private Found? Read(MemberDeclarationSyntax node, SemanticModel model, CancellationToken cancellationToken)
    {
        if (!_filter.MayMatch(node, Aliases.Of(model.Compilation, cancellationToken), cancellationToken))
        {
            return null;
        }

        ulong fingerprint = CompilationFingerprint.Of(model.Compilation, cancellationToken);
        Memory memory = _memories.GetOrCreateValue(node);
        if (memory.Last is not { } last || last.Fingerprint != fingerprint)
        {
            last = new Reading(fingerprint, Parse(node, model, cancellationToken));
            memory.Last = last;
        }

        return last.Found;
    }

    private Found? Parse(MemberDeclarationSyntax node, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetDeclaredSymbol(node, cancellationToken) is not { } symbol)
        {
            return null;
        }

        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            // Of several parts, the one counts that carries the attribute.
            if (attribute.ApplicationSyntaxReference is { } written
                && written.SyntaxTree == node.SyntaxTree
                && node.Span.Contains(written.Span)
                && attribute.AttributeClass?.ToDisplayString(TypeNames.Unescaped) == attributeName)
            {
                return new Found(parse(symbol, attribute, new ParseScope(model.Compilation, cancellationToken)));
            }
        }

        return null;
    }

    /// <summary>Tells "carries another attribute" from a model that is null.</summary>
    private sealed record Found(T Value);

    private sealed record Reading(ulong Fingerprint, Found? Found);

    /// <summary>The last reading of one declaration. Replaced as a whole, so that two threads see one or the other.</summary>
    private sealed class Memory
    {
        private Reading? _last;

        public Reading? Last
        {
            get => Volatile.Read(ref _last);
            set => Volatile.Write(ref _last, value);
        }
    }
}
