namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary><c>TypeName = "Sum-2"</c> becomes <c>"Sum2"</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TypeNameCodeFix)), Shared]
internal sealed class TypeNameCodeFix() : SettingCodeFix("Make it an identifier", DiagnosticIds.GS0011TypeNameMustBeAnIdentifier)
{
    protected override Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic) =>
        TextOf(argument, model) is { } text ? Write(argument, SettingText.ToIdentifier(text)) : null;
}
