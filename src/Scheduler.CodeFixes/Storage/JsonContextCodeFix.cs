using GeneratedScheduler.Generators.Parsing.Storage;

namespace GeneratedScheduler.CodeFixes.Storage;

/// <summary>
/// What is stored as JSON gets its <c>[JsonSerializable]</c> on the serializer context. If there is none, one is written into the file of
/// the first diagnostic.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(JsonContextCodeFix)), Shared]
internal sealed class JsonContextCodeFix() : SolutionCodeFix("Add to the serializer context", DiagnosticIds.GS0040JsonContextLacksType)
{
    protected override bool CanFix(FixTarget target, CancellationToken cancellationToken)
    {
        JsonContext context = JsonContext.Of(target.Compilation);
        return context.Problem is null
            && (context.Type is null || DeclarationOf(context.Type, cancellationToken) is not null)
            && JsonTypesOf.Find(target, cancellationToken).Any();
    }

    // All types of a project go to one context, so they are gathered first.
    protected override async Task FixAllAsync(SolutionEditor editor, IReadOnlyList<FixTarget> targets, CancellationToken cancellationToken)
    {
        foreach (IGrouping<ProjectId, FixTarget> project in targets.Where(target => CanFix(target, cancellationToken)).GroupBy(static target => target.Document.Project.Id))
        {
            FixTarget first = project.First();
            string[] types =
            [
                .. project.SelectMany(target => JsonTypesOf.Find(target, cancellationToken)).Distinct(StringComparer.Ordinal),
            ];
            if (JsonContext.Of(first.Compilation).Type is { } context)
            {
                await AddAsync(editor, first.Solution, DeclarationOf(context, cancellationToken)!, types, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                DocumentEditor document = await editor.GetDocumentEditorAsync(first.Document.Id, cancellationToken).ConfigureAwait(false);
                document.ReplaceNode(
                    document.OriginalRoot, (root, _) => JsonContextSyntax.AddContext((CompilationUnitSyntax)root, first.Compilation, types));
            }
        }
    }

    private static async Task AddAsync(
        SolutionEditor editor, Solution solution, ClassDeclarationSyntax context, string[] types, CancellationToken cancellationToken)
    {
        if (solution.GetDocument(context.SyntaxTree) is not { } document)
        {
            return;
        }

        DocumentEditor documentEditor = await editor.GetDocumentEditorAsync(document.Id, cancellationToken).ConfigureAwait(false);
        documentEditor.ReplaceNode(context, (current, _) => JsonContextSyntax.AddTypes((ClassDeclarationSyntax)current, types));
    }

    // Of several parts, the one that names types already.
    private static ClassDeclarationSyntax? DeclarationOf(INamedTypeSymbol context, CancellationToken cancellationToken) => context.DeclaringSyntaxReferences
        .Where(static reference => !reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))
        .Select(reference => reference.GetSyntax(cancellationToken))
        .OfType<ClassDeclarationSyntax>()
        .OrderByDescending(static part => part.AttributeLists.Count)
        .FirstOrDefault();
}
