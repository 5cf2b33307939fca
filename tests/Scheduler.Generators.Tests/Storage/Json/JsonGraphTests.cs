using System.Reflection;
using GeneratedScheduler.Generators.Parsing.Storage;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

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
        CSharpGeneratorDriver
            .Create([JsonGenerator.For(source).Single().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions(LanguageVersion.Preview))
            .RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _, TestContext.Current.CancellationToken);
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

    private static string? Run(Assembly program, int i)
    {
        try
        {
            return (string?)program.GetType($"C{i}.Probe")!.GetMethod("Run")!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [], null);
        }
        catch (TypeInitializationException exception)
        {
            return "SAMPLE " + exception;
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
