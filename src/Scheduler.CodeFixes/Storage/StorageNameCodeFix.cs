using System.Collections.Immutable;
using System.Composition;
using GeneratedScheduler.CodeFixes.Editing;
using GeneratedScheduler.Generators.Analyzers;
using GeneratedScheduler.Generators.Incremental;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GeneratedScheduler.CodeFixes.Storage;

/// <summary>A name that no database takes is cut and cleaned where it is written down.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StorageNameCodeFix))]
[Shared]
internal sealed class StorageNameCodeFix : DocumentCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.GS0039StorageNameMustBeValid];

    protected override string Title => "Choose a valid name";

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
