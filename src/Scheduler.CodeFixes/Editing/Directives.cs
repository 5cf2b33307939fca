namespace GeneratedScheduler.CodeFixes.Editing;

/// <summary>
/// An edit that removes a node takes the comments and directives around it along, and an <c>#if</c> without its <c>#endif</c> breaks the file.
/// A fix that would change directives is not offered.
/// </summary>
internal static class Directives
{
    public static async Task<bool> AreKeptAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        foreach (DocumentId id in after.GetChanges(before).GetProjectChanges().SelectMany(static project => project.GetChangedDocuments()))
        {
            SyntaxNode? old = await before.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            SyntaxNode? changed = await after.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            if (old is not null && changed is not null && !Of(old).SequenceEqual(Of(changed), StringComparer.Ordinal))
            {
                return false;
            }
        }

        return true;
    }


    /// <summary>The targets whose fix, each by itself, keeps them.</summary>
    /// <param name="targets">What a fix is asked for.</param>
    /// <param name="document">The document of a target.</param>
    /// <param name="fix">Fixes one of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<List<T>> FilterAsync<T>(
        IEnumerable<T> targets, Func<T, Document> document, Func<T, CancellationToken, Task<Solution>> fix, CancellationToken cancellationToken)
    {
        var kept = new List<T>();
        foreach (T target in targets)
        {
            Document edited = document(target);
            SyntaxNode? root = await edited.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            if (root is { ContainsDirectives: false }
                || await AreKeptAsync(edited.Project.Solution, await fix(target, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false))
            {
                kept.Add(target);
            }
        }

        return kept;
    }

    private static IEnumerable<string> Of(SyntaxNode root) => root.ContainsDirectives
        ? root.DescendantTrivia().Where(static trivia => trivia.IsDirective).Select(static trivia => trivia.ToString().TrimEnd())
        : [];
}
