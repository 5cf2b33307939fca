using GeneratedScheduler.CodeFixes.Settings;

namespace GeneratedScheduler.CodeFixes.Storage;

/// <summary><c>[TaskColumn(IsIndexed = true)] string</c> gets the longest <c>Length</c> that MySQL can index.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(IndexedLengthCodeFix)), Shared]
internal sealed class IndexedLengthCodeFix() : SettingCodeFix("Set a Length that an index can hold", DiagnosticIds.GS0041ColumnSettingMustFit)
{
    protected override Func<AttributeSyntax, AttributeSyntax>? Change(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, Diagnostic diagnostic) =>
        IndexLengths.Of(argument, model) is { } length ? current => AttributeArguments.With(current, "Length", length) : null;
}
