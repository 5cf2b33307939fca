using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary>A <c>foreach</c> that enqueues one by one becomes <c>EnqueueManyAsync(items.Select(item => …))</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EnqueueManyCodeFix)), Shared]
internal sealed class EnqueueManyCodeFix() : DocumentCodeFix("Enqueue all at once", DiagnosticIds.GS0032EnqueueInBulk)
{
    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) => BulkCall.Find(node, model) is not null;

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        BulkCall bulk = BulkCall.Find(node, editor.SemanticModel)!;
        editor.ReplaceNode(bulk.Loop, bulk.Create(editor.Generator));
        if (bulk.SelectsItems && !SeesLinq(bulk.Loop.SpanStart, editor.SemanticModel))
        {
            editor.ReplaceNode(editor.OriginalRoot, static (root, _) => WithLinq((CompilationUnitSyntax)root));
        }
    }

    private static bool SeesLinq(int position, SemanticModel model) => model.LookupNamespacesAndTypes(position, name: "Enumerable").Any(
        static symbol => symbol.ToDisplayString() == "System.Linq.Enumerable");

    private static CompilationUnitSyntax WithLinq(CompilationUnitSyntax root)
    {
        if (root.Usings.Any(static directive => directive.Name?.ToString() == "System.Linq"))
        {
            return root;
        }

        int index = 1 + root.Usings.LastIndexOf(
            static directive => directive.Name is { } name && string.CompareOrdinal(name.ToString(), "System.Linq") < 0
                && name.ToString().StartsWith("System", StringComparison.Ordinal));
        UsingDirectiveSyntax linq = SyntaxFactory
            .UsingDirective(SyntaxFactory.ParseName("System.Linq"))
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(root.Usings.Count > 0 ? root.Usings[0].GetTrailingTrivia() : [SyntaxFactory.ElasticLineFeed]);
        return root.WithUsings(root.Usings.Insert(index, linq));
    }
}
