using System.Globalization;

namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary>Tells a first delay that exceeds the longest one from the other contradictions of retry settings.</summary>
internal static class RetryDelays
{
    public const string First = "RetryDelay";
    public const string Longest = "MaxRetryDelay";

    public static bool AreSwapped(AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model) =>
        AttributeArguments.SettingOf(argument) == First
        && AttributeArguments.Find(attribute, Longest) is { } longest
        && Read(argument, model) > Read(longest, model)
        && !SaysThatItNeverRetries(attribute, model);

    private static TimeSpan? Read(AttributeArgumentSyntax argument, SemanticModel model) =>
        model.GetConstantValue(argument.Expression).Value is string text
        && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan duration)
            ? duration
            : null;

    private static bool SaysThatItNeverRetries(AttributeSyntax attribute, SemanticModel model) =>
        AttributeArguments.Find(attribute, "Backoff") is { } backoff
        && model.GetSymbolInfo(backoff.Expression).Symbol is { Name: "None" };
}
