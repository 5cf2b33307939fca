namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary>A first delay above the longest one trades places with it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SwapRetryDelaysCodeFix)), Shared]
internal sealed class SwapRetryDelaysCodeFix() : SettingCodeFix("Swap RetryDelay and MaxRetryDelay", DiagnosticIds.GS0010RetrySettingsMustAgree)
{
    protected override Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic)
    {
        if (!RetryDelays.AreSwapped(attribute, argument, model))
        {
            return null;
        }

        ExpressionSyntax first = argument.Expression;
        ExpressionSyntax last = AttributeArguments.Find(attribute, RetryDelays.Longest)!.Expression;
        return current => current.ReplaceNodes(
            [Value(current, RetryDelays.First), Value(current, RetryDelays.Longest)],
            (old, _) => (old == Value(current, RetryDelays.First) ? last : first).WithTriviaFrom(old));
    }

    private static ExpressionSyntax Value(AttributeSyntax attribute, string setting) => AttributeArguments.Find(attribute, setting)!.Expression;
}
