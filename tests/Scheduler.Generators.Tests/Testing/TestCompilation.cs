using System.Collections.Immutable;
using Basic.Reference.Assemblies;
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

    /// <summary>Every error and warning of the whole compilation; user code alone may lack documentation.</summary>
    public static string[] Problems(Compilation compilation, IEnumerable<SyntaxTree> emitted)
    {
        var trees = emitted.ToHashSet();
        return
        [
            .. compilation.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden)
                .Where(diagnostic => diagnostic.Id != "CS1591" || (diagnostic.Location.SourceTree is { } tree && trees.Contains(tree)))
                .Select(diagnostic => diagnostic.ToString()),
        ];
    }

    private static CSharpCompilationOptions Options() => new(
        OutputKind.DynamicallyLinkedLibrary,
        allowUnsafe: true,
        warningLevel: 9999,
        generalDiagnosticOption: ReportDiagnostic.Error,
        nullableContextOptions: NullableContextOptions.Enable);
}
