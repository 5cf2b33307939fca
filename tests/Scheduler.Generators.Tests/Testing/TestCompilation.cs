using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using GeneratedScheduler.Generators.Emitting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Generators.Tests.Testing;

/// <summary>Compiles the way the strictest user project does.</summary>
internal static class TestCompilation
{
    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(ScheduledTaskAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ServiceProviderServiceExtensions).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ServiceCollectionContainerBuilderExtensions).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ILogger).Assembly.Location),
    ];

    private static CSharpCompilation Empty { get; } = CSharpCompilation.Create("MyApp", references: References, options: Options());

    /// <summary>C# 12 is the oldest version that emitted code must compile with.</summary>
    public static CSharpParseOptions ParseOptions(LanguageVersion version = LanguageVersion.CSharp12) =>
        new(version, DocumentationMode.Diagnose);

    public static CSharpCompilation Create(
        IEnumerable<string> sources, LanguageVersion version = LanguageVersion.CSharp12, string assemblyName = "MyApp", bool reverse = false)
    {
        IEnumerable<SyntaxTree> trees = sources.Select((source, i) => Parse(source, $"Source{i}.cs", version));
        return Create(reverse ? trees.Reverse() : trees, assemblyName);
    }

    // All compilations grow from one, and so share what they know about references.
    public static CSharpCompilation Create(IEnumerable<SyntaxTree> trees, string assemblyName = "MyApp") =>
        (assemblyName == Empty.AssemblyName ? Empty : Empty.WithAssemblyName(assemblyName)).AddSyntaxTrees([.. trees]);

    public static SyntaxTree Parse(string source, string path, LanguageVersion version = LanguageVersion.CSharp12) =>
        CSharpSyntaxTree.ParseText(source, ParseOptions(version), path, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>
    /// Every error and warning of the whole compilation, also those that emitted files disable; user code alone may lack documentation.
    /// </summary>
    /// <param name="compilation">The user's code and the output.</param>
    /// <param name="emitted">The output.</param>
    /// <param name="hidden">Ids of warnings that emitted files hide, because the user's code has what they warn of.</param>
    public static string[] Problems(Compilation compilation, IEnumerable<SyntaxTree> emitted, params string[] hidden)
    {
        (Compilation open, HashSet<SyntaxTree> shown) = WithAllWarnings(compilation, emitted);
        if (hidden.Length == 0)
        {
            return [.. ProblemsOf(open, shown).Select(diagnostic => diagnostic.ToString())];
        }

        Diagnostic[] hides = [.. ProblemsOf(open, shown).Where(diagnostic => shown.Contains(diagnostic.Location.SourceTree!))];
        return
        [
            .. ProblemsOf(compilation, emitted.ToHashSet()).Select(diagnostic => diagnostic.ToString()),
            .. hides.Where(diagnostic => !hidden.Contains(diagnostic.Id)).Select(diagnostic => "hidden: " + diagnostic),
            .. hidden.Except(hides.Select(diagnostic => diagnostic.Id)).Select(id => id + " is not there to be hidden"),
        ];
    }

    private static IEnumerable<Diagnostic> ProblemsOf(Compilation compilation, HashSet<SyntaxTree> emitted) => compilation
        .GetDiagnostics(TestContext.Current.CancellationToken)
        .Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden)
        .Where(diagnostic => diagnostic.Id != "CS1591" || (diagnostic.Location.SourceTree is { } tree && emitted.Contains(tree)));

    /// <summary>The same without the line that disables all warnings of emitted files, and these files.</summary>
    public static (Compilation Open, HashSet<SyntaxTree> Shown) WithAllWarnings(Compilation compilation, IEnumerable<SyntaxTree> emitted)
    {
        var shown = new HashSet<SyntaxTree>();
        foreach (SyntaxTree tree in emitted)
        {
            string text = tree.ToString();
            Assert.Contains(TaskEmitter.DisableWarnings, text, StringComparison.Ordinal);
            SyntaxTree open = CSharpSyntaxTree.ParseText(
                text.Replace(TaskEmitter.DisableWarnings, "", StringComparison.Ordinal),
                (CSharpParseOptions)tree.Options,
                tree.FilePath,
                cancellationToken: TestContext.Current.CancellationToken);
            compilation = compilation.ReplaceSyntaxTree(tree, open);
            shown.Add(open);
        }

        return (compilation, shown);
    }

    private static CSharpCompilationOptions Options() => new(
        OutputKind.DynamicallyLinkedLibrary,
        allowUnsafe: true,
        warningLevel: 9999,
        generalDiagnosticOption: ReportDiagnostic.Error,
        nullableContextOptions: NullableContextOptions.Enable);
}
