namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary><c>"sum of two"</c> becomes <c>"sum.of.two"</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TaskNameCodeFix)), Shared]
internal sealed class TaskNameCodeFix() : SettingCodeFix("Replace what is not allowed in the name", DiagnosticIds.GS0006TaskNameMustBeValid)
{
    protected override Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic) =>
        TextOf(argument, model) is { } text ? Write(argument, SettingText.ToTaskName(text)) : null;
}
