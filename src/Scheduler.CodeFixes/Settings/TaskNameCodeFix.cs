using System.Collections.Immutable;
using System.Composition;
using GeneratedScheduler.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary><c>"sum of two"</c> becomes <c>"sum.of.two"</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TaskNameCodeFix))]
[Shared]
internal sealed class TaskNameCodeFix : SettingCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.GS0006TaskNameMustBeValid];

    protected override string Title => "Replace what is not allowed in the name";

    protected override Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic) =>
        TextOf(argument, model) is { } text ? Write(argument, SettingText.ToTaskName(text)) : null;
}
