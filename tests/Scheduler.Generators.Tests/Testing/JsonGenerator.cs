using System.Reflection;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Tests.Testing;

/// <summary>The generator of System.Text.Json that the SDK brings along, which completes the serializer contexts of users.</summary>
internal static class JsonGenerator
{
    private static readonly Lazy<Type> Generator = new(Find);

    /// <summary>The type of the generator.</summary>
    public static Type Type => Generator.Value;

    /// <summary>The generator, if any source has a serializer context.</summary>
    public static IIncrementalGenerator[] For(params IEnumerable<string> sources) =>
        sources.Any(source => source.Contains("JsonSerializerContext", StringComparison.Ordinal))
            ? [(IIncrementalGenerator)Activator.CreateInstance(Type)!]
            : [];

    private static Type Find()
    {
        string packs = typeof(JsonGenerator).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "TargetingPacks").Value!;
        string file = Directory
            .GetFiles(Path.Combine(packs, "Microsoft.NETCore.App.Ref"), "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Last();
        return Assembly.LoadFrom(file).GetType("System.Text.Json.SourceGeneration.JsonSourceGenerator", throwOnError: true)!;
    }
}
