namespace GeneratedScheduler.CodeFixes.Storage;

/// <summary>What has no default is stored after all: <c>[NotStored]</c> goes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StoreMemberCodeFix)), Shared]
internal sealed class StoreMemberCodeFix() : DocumentCodeFix("Store it", DiagnosticIds.GS0042NotStoredMemberNeedsADefault)
{
    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) => FindMember(node) is not null;

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic) => editor.ReplaceNode(
        FindMember(node)!,
        static (member, _) => member is ParameterSyntax parameter
            ? Attributes.Remove(parameter, "NotStored")
            : Attributes.Remove((MemberDeclarationSyntax)member, "NotStored"));

    private static SyntaxNode? FindMember(SyntaxNode node) =>
        node.AncestorsAndSelf().FirstOrDefault(static outer => outer is ParameterSyntax or PropertyDeclarationSyntax);
}
