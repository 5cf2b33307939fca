namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary><c>"5s"</c> becomes <c>"00:00:05"</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DurationCodeFix)), Shared]
internal sealed class DurationCodeFix() : SettingCodeFix("Write hours, minutes and seconds", DiagnosticIds.GS0007DurationMustBeValid)
{
    protected override Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic) =>
        TextOf(argument, model) is { } text ? Write(argument, DurationText.ToHoursMinutesSeconds(text)) : null;
}
