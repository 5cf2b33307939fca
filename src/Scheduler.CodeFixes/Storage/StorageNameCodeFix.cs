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

/// <summary>A name that no database takes is cut and cleaned, where it is written down or beside the member that it is made from.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StorageNameCodeFix))]
[Shared]
internal sealed class StorageNameCodeFix : DocumentCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.GS0039StorageNameMustBeValid];

    protected override string Title => "Choose a valid name";

    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) =>
        node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
            ? Mend(attribute, model) is not null
            : Mend(node, model) is not null;

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute)
        {
            string text = Mend(attribute, editor.SemanticModel)!;
            editor.ReplaceNode(attribute, (current, _) => AttributeArguments.With((AttributeSyntax)current, "", text));
            return;
        }

        (string name, string value) = Mend(node, editor.SemanticModel)!.Value;
        editor.ReplaceNode(node, (current, _) => Attributes.Name(current, name, value));
    }

    private static string? Mend(AttributeSyntax attribute, SemanticModel model)
    {
        string? text = AttributeArguments.Find(attribute, "") is { } argument ? model.GetConstantValue(argument.Expression).Value as string : null;
        string name = Naming.TrimSuffix(AttributeFilter.SimpleName(attribute.Name), "Attribute");

        // A former name says what was; nobody can guess what that is.
        return text is null || name == "FormerName" ? null : name == "TaskTable" ? StorageNameText.ToTable(text) : StorageNameText.ToColumn(text);
    }

    private static (string Attribute, string Value)? Mend(SyntaxNode node, SemanticModel model) => (node, model.GetDeclaredSymbol(node)) switch
    {
        (ParameterSyntax or PropertyDeclarationSyntax, { } member) => With("TaskColumn", StorageNameText.ToColumn(PrefixOf(member) + StorageNames.Snake(member.Name))),
        (MethodDeclarationSyntax or TypeDeclarationSyntax, { } task) => With("TaskTable", StorageNameText.ToTable(StorageNames.Snake(NameOf(task)))),
        _ => null,
    };

    private static (string Attribute, string Value)? With(string attribute, string? value) => value is null ? null : (attribute, value);

    // Only results have a prefix, and what has no attribute is one of these.
    private static string PrefixOf(ISymbol member) =>
        member is IPropertySymbol && KnownTypes.FindScheduledTask(member.ContainingType) is null ? StorageNames.ResultPrefix : "";

    private static string NameOf(ISymbol task) =>
        KnownTypes.FindScheduledTask(task) is { ConstructorArguments: [{ Value: string name }, ..] } ? name
        : task is IMethodSymbol ? task.ContainingType.Name + "." + task.Name : task.Name;
}
