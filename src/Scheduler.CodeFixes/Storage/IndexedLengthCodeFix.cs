using System.Collections.Immutable;
using System.Composition;
using GeneratedScheduler.CodeFixes.Editing;
using GeneratedScheduler.CodeFixes.Settings;
using GeneratedScheduler.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.CodeFixes.Storage;

/// <summary><c>[TaskColumn(IsIndexed = true)] string</c> gets the longest <c>Length</c> that MySQL can index.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(IndexedLengthCodeFix))]
[Shared]
internal sealed class IndexedLengthCodeFix : SettingCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.GS0041ColumnSettingMustFit];

    protected override string Title => "Set a Length that an index can hold";

    protected override Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic) =>
        IndexLengths.Of(argument, model) is { } length ? current => AttributeArguments.With(current, "Length", length) : null;
}
