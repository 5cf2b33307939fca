using System.Collections.Immutable;
using System.Composition;
using GeneratedScheduler.CodeFixes.Editing;
using GeneratedScheduler.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GeneratedScheduler.CodeFixes.Storage;

/// <summary>What has no default is stored after all: <c>[NotStored]</c> goes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StoreMemberCodeFix))]
[Shared]
internal sealed class StoreMemberCodeFix : DocumentCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.GS0042NotStoredMemberNeedsADefault];

    protected override string Title => "Store it";

    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) => FindMember(node) is not null;

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic) => editor.ReplaceNode(
        FindMember(node)!,
        static (member, _) => member is ParameterSyntax parameter
            ? Attributes.Remove(parameter, "NotStored")
            : Attributes.Remove((MemberDeclarationSyntax)member, "NotStored"));

    private static SyntaxNode? FindMember(SyntaxNode node) =>
        node.AncestorsAndSelf().FirstOrDefault(static outer => outer is ParameterSyntax or PropertyDeclarationSyntax);
}
