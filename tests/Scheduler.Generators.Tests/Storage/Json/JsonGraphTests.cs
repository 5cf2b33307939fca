using System.Reflection;
using GeneratedScheduler.Generators.Parsing.Storage;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace GeneratedScheduler.Generators.Tests.Storage.Json;

/// <summary>
/// What the rule says of a type is what really becomes of its values: each is sent through a context that the generator of System.Text.Json
/// completes. A type that comes back may be refused, where a declaration does not tell enough; those are named. The reverse never is.
/// </summary>
public class JsonGraphTests
{
    private const string Usings = """
        using System;
        using System.Collections;
        using System.Collections.Concurrent;
        using System.Collections.Frozen;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Collections.ObjectModel;
        using System.Collections.Specialized;
        using System.Linq;
        using System.Net;
        using System.Net.Mail;
        using System.Numerics;
        using System.Text;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using System.Text.Json.Serialization;

        """;

    [Fact]
    public void The_rule_says_what_really_happens()
    {
        JsonCase[] cases = [.. JsonCases.All()];
        string source = Usings + "public static class Program;\n" + string.Join("\n", cases.Select(Source));
        CSharpCompilation input = TestCompilation.Create([source], LanguageVersion.Preview)
            .AddReferences(MetadataReference.CreateFromFile(typeof(JsonReality).Assembly.Location));
        Compilation output = Complete(input, source);
        Assembly program = LoadedProgram.Load(output).Assembly;

        var wrong = new List<string>();
        for (int i = 0; i < cases.Length; i++)
        {
            string? really = Run(program, i);
            foreach (Compilation seen in new[] { input, output })
            {
                string? said = Judge(seen, i);
                if (really is null != said is null && !(cases[i].MayBeRefused && said is not null))
                {
                    wrong.Add($"{cases[i]}\n    really: {really ?? "comes back"}\n    rule:   {said ?? "comes back"}");
                    break;
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {cases.Length}:\n" + string.Join("\n", wrong));
    }

    /// <summary>A library shows no private members, so that more may be refused; but what is lost is refused there too.</summary>
    [Fact]
    public void Nothing_is_believed_of_a_reference_that_it_does_not_show()
    {
        JsonCase[] cases = [.. JsonCases.All().Where(test => test.Declarations.Length > 0 && test.IsPublic)];
        string contracts = Usings + string.Join("\n", cases.Select((test, i) => $"namespace C{i} {{ {test.Declarations} }}"));
        CSharpCompilation library = TestCompilation.Create([contracts], LanguageVersion.Preview, "Contracts");
        using var reference = new MemoryStream();
        Assert.True(library.WithOptions(library.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default)).Emit(
            reference, options: new EmitOptions(metadataOnly: true, includePrivateMembers: false), cancellationToken: TestContext.Current.CancellationToken).Success);
        string source = Usings + "public static class Program;\n" + string.Join("\n", cases.Select((test, i) => Source(test with { Declarations = "" }, i)));
        CSharpCompilation input = TestCompilation.Create([source], LanguageVersion.Preview).AddReferences(
            MetadataReference.CreateFromFile(typeof(JsonReality).Assembly.Location), MetadataReference.CreateFromImage(reference.ToArray()));
        Assembly program = LoadedProgram.Load(Complete(input, source), LoadedProgram.Emit(library)).Assembly;

        string[] silent =
        [
            .. cases.Select((test, i) => (Test: test, Really: Run(program, i), Said: Judge(input, i)))
                .Where(result => result.Really is not null && result.Said is null)
                .Select(result => $"{result.Test}\n    really: {result.Really}"),
        ];
        Assert.True(silent.Length == 0, $"{silent.Length} of {cases.Length}:\n" + string.Join("\n", silent));
    }

    private static Compilation Complete(CSharpCompilation input, string source)
    {
        CSharpGeneratorDriver
            .Create([JsonGenerator.For(source).Single().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions(LanguageVersion.Preview))
            .RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _, TestContext.Current.CancellationToken);
        return output;
    }

    private static string? Run(Assembly program, int i)
    {
        try
        {
            return (string?)program.GetType($"C{i}.Probe")!.GetMethod("Run")!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [], null);
        }
        catch (TypeInitializationException exception)
        {
            throw new InvalidOperationException($"The value of case {i} cannot be made.", exception);
        }
    }

    private static string? Judge(Compilation compilation, int i)
    {
        JsonContext context = JsonContext.OfType(compilation.GetTypeByMetadataName($"C{i}.Json{i}")!, compilation);
        IFieldSymbol value = compilation.GetTypeByMetadataName($"C{i}.Probe")!.GetMembers("Value").OfType<IFieldSymbol>().Single();
        return JsonGraph.FindProblem(value.Type, context, compilation, TestContext.Current.CancellationToken);
    }

    private static string Source(JsonCase test, int i) => $$"""
        namespace C{{i}}
        {
            {{test.Declarations}}
            [JsonSourceGenerationOptions({{test.Options}})]
            [JsonSerializable(typeof({{test.Type}}){{test.Entry}})]
            public partial class Json{{i}} : JsonSerializerContext;
            public static class Probe
            {
                public static {{test.Type}} Value = {{test.Value}};
                public static string? Run() => GeneratedScheduler.Generators.Tests.Storage.Json.JsonReality.Try<{{test.Type}}>(Json{{i}}.Default, Value);
            }
        }

        """;
}
