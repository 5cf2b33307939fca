using GeneratedScheduler.Generators.Incremental;
using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.Storage;

/// <summary>A name that no database takes is cut and cleaned where it is written down.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StorageNameCodeFix)), Shared]
internal sealed class StorageNameCodeFix() : DocumentCodeFix("Choose a valid name", DiagnosticIds.GS0039StorageNameMustBeValid)
{
    // Names that are not written down are valid by themselves.
    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) =>
        node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute && ValidName(attribute, model) is not null;

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        AttributeSyntax attribute = node.FirstAncestorOrSelf<AttributeSyntax>()!;
        string text = ValidName(attribute, editor.SemanticModel)!;
        editor.ReplaceNode(attribute, (current, _) => AttributeArguments.With((AttributeSyntax)current, "", text));
    }

    private static string? ValidName(AttributeSyntax attribute, SemanticModel model)
    {
        string? text = AttributeArguments.Find(attribute, "") is { } argument ? model.GetConstantValue(argument.Expression).Value as string : null;
        string name = Naming.TrimSuffix(AttributeFilter.SimpleName(attribute.Name), "Attribute");

        // A former name says what was; nobody can guess what that is.
        return text is null || name == "FormerName" ? null : name == "TaskTable" ? StorageNameText.ToTable(text) : StorageNameText.ToColumn(text);
    }
}
