namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary>A setting from which nothing sensible can be made is left out, so that its default holds.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveSettingCodeFix)), Shared]
internal sealed class RemoveSettingCodeFix() : SettingCodeFix(
    "Leave the setting out",
    DiagnosticIds.GS0006TaskNameMustBeValid,
    DiagnosticIds.GS0007DurationMustBeValid,
    DiagnosticIds.GS0008MaxAttemptsMustBePositive,
    DiagnosticIds.GS0009ConcurrencyMustBePositive,
    DiagnosticIds.GS0010RetrySettingsMustAgree,
    DiagnosticIds.GS0011TypeNameMustBeAnIdentifier,
    DiagnosticIds.GS0041ColumnSettingMustFit)
{
    protected override Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic) =>
        HasBetterAnswer(attribute, argument, model, diagnostic.Id)
            ? null
            : current => AttributeArguments.Without(current, AttributeArguments.SettingOf(argument));

    // Where the text can be mended, or the delays swapped, leaving it out would lose what was meant.
    private static bool HasBetterAnswer(AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, string id)
    {
        string text = TextOf(argument, model) ?? "";
        return id switch
        {
            DiagnosticIds.GS0006TaskNameMustBeValid => SettingText.ToTaskName(text) is not null,
            DiagnosticIds.GS0007DurationMustBeValid => DurationText.ToHoursMinutesSeconds(text) is not null,
            DiagnosticIds.GS0010RetrySettingsMustAgree => RetryDelays.AreSwapped(attribute, argument, model),
            DiagnosticIds.GS0011TypeNameMustBeAnIdentifier => SettingText.ToIdentifier(text) is not null,
            DiagnosticIds.GS0041ColumnSettingMustFit => IndexLengths.Of(argument, model) is not null,
            _ => false,
        };
    }
}
