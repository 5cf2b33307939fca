using System.Collections.Immutable;
using System.Composition;
using GeneratedScheduler.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary><c>"5s"</c> becomes <c>"00:00:05"</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DurationCodeFix))]
[Shared]
internal sealed class DurationCodeFix : SettingCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.GS0007DurationMustBeValid];

    protected override string Title => "Write hours, minutes and seconds";

    protected override Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic) =>
        TextOf(argument, model) is { } text ? Write(argument, DurationText.ToHoursMinutesSeconds(text)) : null;
}
