using System.Collections.Immutable;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Contracts;

/// <summary>A compiled project of payloads whose actuators are in other projects.</summary>
internal sealed class ContractLibrary
{
    private ContractLibrary(ImmutableArray<byte> image) => Image = image;

    public ImmutableArray<byte> Image { get; }

    public MetadataReference Reference => MetadataReference.CreateFromImage(Image);

    public static ContractLibrary Compile(string source, BuildProperties? options = null, string assemblyName = "Shop.Contracts")
    {
        GeneratorRun run = GeneratorRun.Start(TestCompilation.Create([Usings + source], assemblyName: assemblyName), options);
        Assert.Empty(TestCompilation.Problems(run.Output, run.Trees));
        return new ContractLibrary(LoadedProgram.Emit(run.Output));
    }

    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler;
        using GeneratedScheduler.Actuators;


        """;

    public GeneratorRun RunApplication(string source, string assemblyName = "Shop.Worker")
    {
        GeneratorRun run = GeneratorRun.Start(Application(source, assemblyName));
        Assert.Empty(TestCompilation.Problems(run.Output, run.Trees));
        return run;
    }

    public CSharpCompilation Application(string source, string assemblyName = "Shop.Worker") =>
        TestCompilation.Create([Usings + source], assemblyName: assemblyName).AddReferences(Reference);
}
