namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary>A fix of one setting of <c>[ScheduledTask]</c>: the diagnostic is shown on its value.</summary>
internal abstract class SettingCodeFix(string title, params string[] ids) : DocumentCodeFix(title, ids)
{
    protected sealed override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) =>
        FindArgument(node) is { } argument
        && argument.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
        && Change(attribute, argument, model, diagnostic) is not null;

    protected sealed override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        AttributeArgumentSyntax argument = FindArgument(node)!;
        AttributeSyntax attribute = argument.FirstAncestorOrSelf<AttributeSyntax>()!;
        Func<AttributeSyntax, AttributeSyntax> change = Change(attribute, argument, editor.SemanticModel, diagnostic)!;

        // Two settings of one attribute may be wrong, so each change starts from what the attribute is by then.
        editor.ReplaceNode(attribute, (current, _) => change((AttributeSyntax)current));
    }

    /// <summary>What to do with the attribute; <see langword="null"/> if no answer is likely.</summary>
    protected abstract Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic);

    protected static string? TextOf(AttributeArgumentSyntax? argument, SemanticModel model) =>
        argument is null ? null : model.GetConstantValue(argument.Expression).Value as string;

    protected static Func<AttributeSyntax, AttributeSyntax>? Write(AttributeArgumentSyntax argument, string? value) =>
        value is null ? null : attribute => AttributeArguments.With(attribute, AttributeArguments.SettingOf(argument), value);

    private static AttributeArgumentSyntax? FindArgument(SyntaxNode node) => node.FirstAncestorOrSelf<AttributeArgumentSyntax>();
}
