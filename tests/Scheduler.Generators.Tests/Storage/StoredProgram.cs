using System.Reflection;
using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Storage;

/// <summary>Compiles a program with storage as the strictest project would, and runs it.</summary>
internal static class StoredProgram
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Text.Json.Serialization;
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler;
        using GeneratedScheduler.Actuators;
        using GeneratedScheduler.Generators.Tests.Storage;


        """;

    public static BuildProperties Options(string storage) => new(new Dictionary<string, string> { [OptionsParser.Storage] = storage });

    /// <summary>Runs the statements; they call <see cref="RoundTrip"/>.</summary>
    /// <param name="declarations">The user's code.</param>
    /// <param name="statements">What the program does.</param>
    /// <param name="usings">Further using directives.</param>
    /// <param name="version">The language version.</param>
    /// <param name="hidden">Ids of warnings that emitted files hide.</param>
    /// <param name="completesContexts">Whether System.Text.Json completes serializer contexts; if not, they are written by hand.</param>
    public static void Run(string declarations, string statements, string usings = "", bool completesContexts = true, LanguageVersion version = LanguageVersion.CSharp12, params string[] hidden)
    {
        string source = $$"""
            {{usings}}
            {{Usings}}{{declarations}}
            public static class Program
            {
                public static void Main()
                {
                    {{statements}}
                }
            }
            """;
        CSharpCompilation input = TestCompilation.Create([source], version)
            .AddReferences(
                MetadataReference.CreateFromFile(typeof(RoundTrip).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(CsCheck.Gen).Assembly.Location))
            .WithOptions(TestCompilation.Create([source]).Options.WithSpecificDiagnosticOptions([new("CS8019", ReportDiagnostic.Suppress)]));
        GeneratorRun run = GeneratorRun.Start(input, Options("all"), others: completesContexts ? JsonGenerator.For(source) : []);
        string[] problems = TestCompilation.Problems(run.Output, run.Trees, hidden);
        Assert.True(problems.Length == 0, string.Join("\n", problems) + "\n\n" + run.Text);
        try
        {
            LoadedProgram.Load(run.Output).GetMethod("Main")!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [], null);
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
        {
            Assert.Fail(exception + "\n\n" + run.Text);
        }
    }
}
