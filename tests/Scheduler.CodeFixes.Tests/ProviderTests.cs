using System.Composition;
using System.Reflection;
using System.Runtime.CompilerServices;
using GeneratedScheduler.CodeFixes.Definitions;
using GeneratedScheduler.CodeFixes.Tests.Testing;
using GeneratedScheduler.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace GeneratedScheduler.CodeFixes.Tests;

/// <summary>What is true of every fix.</summary>
public class ProviderTests
{
    public static TheoryData<Type> Fixes =>
    [
        .. typeof(ReturnTaskCodeFix).Assembly.GetTypes().Where(type => typeof(CodeFixProvider).IsAssignableFrom(type) && !type.IsAbstract),
    ];

    // A fix may be there before its rule is reported; the page comes with the rule.
    public static TheoryData<string> FixableIds =>
        [.. Fixes.Select(row => row.Data).SelectMany(type => Create(type).FixableDiagnosticIds).Distinct().Where(Reported.Contains).Order()];

    private static readonly HashSet<string> Reported =
    [
        .. CodeFixTest.AllAnalyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id),
    ];

    [Theory]
    [MemberData(nameof(Fixes))]
    public void It_is_found_by_editors(Type type)
    {
        ExportCodeFixProviderAttribute? export = type.GetCustomAttribute<ExportCodeFixProviderAttribute>();

        Assert.Equal(type.Name, export?.Name);
        Assert.Equal([LanguageNames.CSharp], export!.Languages);
        Assert.NotNull(type.GetCustomAttribute<SharedAttribute>());
        Assert.True(type.IsSealed);
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public void It_fixes_all_in_a_document_project_and_solution(Type type)
    {
        FixAllProvider? fixAll = Create(type).GetFixAllProvider();

        Assert.NotNull(fixAll);
        Assert.Superset(
            new HashSet<FixAllScope> { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution },
            fixAll.GetSupportedFixAllScopes().ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public void It_fixes_rules_that_there_are(Type type)
    {
        string[] ids = [.. typeof(DiagnosticIds).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

        Assert.NotEmpty(Create(type).FixableDiagnosticIds);
        Assert.All(Create(type).FixableDiagnosticIds, id => Assert.Contains(id, ids));
    }

    [Theory]
    [MemberData(nameof(FixableIds))]
    public void The_page_of_the_rule_mentions_it(string id)
    {
        string page = Path.Combine(Root(), "docs", "rules", id + ".md");

        Assert.True(File.Exists(page), page + " is missing.");
        Assert.Contains("code fix", File.ReadAllText(page), StringComparison.OrdinalIgnoreCase);
    }

    private static CodeFixProvider Create(Type type) => (CodeFixProvider)Activator.CreateInstance(type)!;

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../.."));
}
