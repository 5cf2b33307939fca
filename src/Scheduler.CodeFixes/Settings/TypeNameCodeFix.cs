using System.Collections.Immutable;
using System.Composition;
using GeneratedScheduler.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary><c>TypeName = "Sum-2"</c> becomes <c>"Sum2"</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TypeNameCodeFix))]
[Shared]
internal sealed class TypeNameCodeFix : SettingCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.GS0011TypeNameMustBeAnIdentifier];

    protected override string Title => "Make it an identifier";

    protected override Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic) =>
        TextOf(argument, model) is { } text ? Write(argument, SettingText.ToIdentifier(text)) : null;
}
