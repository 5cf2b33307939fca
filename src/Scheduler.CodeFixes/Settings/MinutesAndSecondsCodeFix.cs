namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary><c>"00:05"</c> becomes <c>"00:00:05"</c>; beside <see cref="DurationCodeFix"/>, which takes it for five minutes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MinutesAndSecondsCodeFix)), Shared]
internal sealed class MinutesAndSecondsCodeFix() : SettingCodeFix("Read it as minutes and seconds", DiagnosticIds.GS0007DurationMustBeValid)
{
    protected override Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic) =>
        TextOf(argument, model) is { } text ? Write(argument, DurationText.ToMinutesSeconds(text)) : null;
}
