using Basic.Reference.Assemblies;
using GeneratedScheduler.Generators;
using GeneratedScheduler.Generators.Analyzers;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.CodeFixes.Tests.Testing;

/// <summary>
/// What every test of a fix goes through: the marked diagnostics are reported, applying the fix one by one and by fix-all in the
/// document, project and solution gives the expected source, and that compiles together with what the generator makes of it.
/// </summary>
internal static class CodeFixTest
{
    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler;
        using GeneratedScheduler.Actuators;


        """;

    /// <summary>Verifies that a fix turns one source into another.</summary>
    /// <param name="markedSource">The source, in which <c>{|GS0001:text|}</c> marks each expected diagnostic; common usings are added.</param>
    /// <param name="fixedSource">What it becomes. Diagnostics that remain are marked; without any, the fix solved everything.</param>
    /// <param name="imports">A namespace whose using directive the fix adds, in its place among the common ones.</param>
    public static Task VerifyAsync<TFix>(string markedSource, string fixedSource, string? imports = null)
        where TFix : CodeFixProvider, new() => CreateTest<TFix>(markedSource, fixedSource, imports).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Verifies the same in a project that stores its tasks.</summary>
    /// <param name="markedSource">The source.</param>
    /// <param name="fixedSource">What it becomes.</param>
    /// <param name="references">Names of further assemblies that are referenced.</param>
    public static Task VerifyStoredAsync<TFix>(string markedSource, string fixedSource, params string[] references)
        where TFix : CodeFixProvider, new()
    {
        Test<TFix> test = CreateTest<TFix>(markedSource, fixedSource, imports: null);
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\nbuild_property.GeneratedSchedulerStorage = all\n"));
        foreach (string name in references)
        {
            test.TestState.AdditionalReferences.Add(CSharpCompilation.Create(name, references: Net100.References.All.Take(1)).ToMetadataReference());
        }

        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Verifies that nothing is offered where no answer is likely.</summary>
    public static Task VerifyNoFixAsync<TFix>(string markedSource)
        where TFix : CodeFixProvider, new() => VerifyAsync<TFix>(markedSource, markedSource);

    private static string UsingsWith(string? imports) => imports is null
        ? Usings
        : Usings.Replace("using System.Threading;", $"using {imports};\nusing System.Threading;", StringComparison.Ordinal);

    private static Test<TFix> CreateTest<TFix>(string markedSource, string fixedSource, string? imports)
        where TFix : CodeFixProvider, new()
    {
        var test = new Test<TFix>
        {
            TestCode = (Usings + markedSource).ReplaceLineEndings("\n"),
            FixedCode = (UsingsWith(imports) + fixedSource).ReplaceLineEndings("\n"),
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"),
            TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck,
        };
        test.TestState.AdditionalReferences.AddRange(References);
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        return test;
    }

    /// <summary>Verifies that a fix turns several files into others.</summary>
    public static Task VerifyAsync<TFix>(string[] markedSources, string[] fixedSources)
        where TFix : CodeFixProvider, new()
    {
        Test<TFix> test = CreateTest<TFix>(markedSources[0], fixedSources[0], imports: null);
        for (int i = 1; i < markedSources.Length; i++)
        {
            test.TestState.Sources.Add(($"File{i}.cs", (Usings + markedSources[i]).ReplaceLineEndings("\n")));
            test.FixedState.Sources.Add(($"File{i}.cs", (Usings + fixedSources[i]).ReplaceLineEndings("\n")));
        }

        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Every analyzer that is shipped.</summary>
    public static IEnumerable<DiagnosticAnalyzer> AllAnalyzers() => typeof(TaskDefinitionAnalyzer).Assembly.GetTypes()
        .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
        .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);

    private static IEnumerable<MetadataReference> References =>
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(ScheduledTaskAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ServiceProviderServiceExtensions).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ServiceCollectionContainerBuilderExtensions).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ILogger).Assembly.Location),
    ];

    // All analyzers and the generator, as a user's project has them.
    private sealed class Test<TFix> : CSharpCodeFixTest<EmptyDiagnosticAnalyzer, TFix, DefaultVerifier>
        where TFix : CodeFixProvider, new()
    {
        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => AllAnalyzers();

        protected override IEnumerable<Type> GetSourceGenerators() => [typeof(SchedulerGenerator), JsonGenerator.Type];

        // C# 12 is the oldest version that fixed code must compile with.
        protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.CSharp12, DocumentationMode.Diagnose);

        protected override CompilationOptions CreateCompilationOptions() =>
            ((CSharpCompilationOptions)base.CreateCompilationOptions()).WithNullableContextOptions(NullableContextOptions.Enable);
    }
}
