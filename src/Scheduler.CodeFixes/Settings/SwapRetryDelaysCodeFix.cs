using System.Collections.Immutable;
using System.Composition;
using GeneratedScheduler.CodeFixes.Editing;
using GeneratedScheduler.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary>A first delay above the longest one trades places with it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SwapRetryDelaysCodeFix))]
[Shared]
internal sealed class SwapRetryDelaysCodeFix : SettingCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.GS0010RetrySettingsMustAgree];

    protected override string Title => "Swap RetryDelay and MaxRetryDelay";

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
