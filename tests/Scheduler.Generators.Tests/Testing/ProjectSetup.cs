using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Testing;

/// <summary>What a project says besides its code.</summary>
internal sealed record ProjectSetup
{
    /// <summary>Build properties.</summary>
    public BuildProperties? Options { get; init; }

    /// <summary>References besides the usual ones.</summary>
    public MetadataReference[] References { get; init; } = [];

    /// <summary>A project that asks for mappers, codecs or both.</summary>
    public static ProjectSetup WithStorage(string storage = "all") =>
        new() { Options = new BuildProperties(new Dictionary<string, string> { [OptionsParser.Storage] = storage }) };

    /// <summary>A project that references packages of ours, of which the names alone matter.</summary>
    public static ProjectSetup Referencing(params string[] assemblies) => new()
    {
        References = [.. assemblies.Select(name => CSharpCompilation.Create(name, references: TestCompilation.References.Take(1)).ToMetadataReference())],
    };
}
