using System.Collections.Immutable;
using System.Composition;
using GeneratedScheduler.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary><c>"00:05"</c> becomes <c>"00:00:05"</c>; beside <see cref="DurationCodeFix"/>, which takes it for five minutes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MinutesAndSecondsCodeFix))]
[Shared]
internal sealed class MinutesAndSecondsCodeFix : SettingCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.GS0007DurationMustBeValid];

    protected override string Title => "Read it as minutes and seconds";

    protected override Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic) =>
        TextOf(argument, model) is { } text ? Write(argument, DurationText.ToMinutesSeconds(text)) : null;
}
