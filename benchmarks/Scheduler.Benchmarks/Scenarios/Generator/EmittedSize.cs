using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace GeneratedScheduler.Benchmarks.Scenarios.Generator;

/// <summary>Compares the project with and without what is emitted.</summary>
internal static class EmittedSize
{
    public static EmittedLine Measure(GeneratorSettings settings, CancellationToken cancellationToken)
    {
        CSharpCompilation project = TaskProject.Create(settings.Methods, settings.Classes);
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new SchedulerGenerator().AsSourceGenerator()], parseOptions: TaskProject.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(project, out Compilation output, out _, cancellationToken);
        int lines = driver.GetRunResult().GeneratedTrees.Sum(tree => tree.GetText(cancellationToken).Lines.Count);
        (long il, long assembly) = SizeOf(output, cancellationToken);
        (long ilWithout, long assemblyWithout) = SizeOf(project, cancellationToken);
        double tasks = settings.Tasks;
        return new EmittedLine
        {
            Tasks = settings.Tasks,
            LinesPerTask = Math.Round(lines / tasks, 1),
            IlBytesPerTask = Math.Round((il - ilWithout) / tasks, 1),
            AssemblyBytesPerTask = Math.Round((assembly - assemblyWithout) / tasks, 1),
        };
    }

    private static (long Il, long Assembly) SizeOf(Compilation compilation, CancellationToken cancellationToken)
    {
        using MemoryStream stream = new();
        EmitResult result = compilation.Emit(stream, cancellationToken: cancellationToken);
        if (!result.Success)
        {
            throw new InvalidOperationException("The project does not compile:\n" + string.Join('\n', result.Diagnostics.Take(5)));
        }

        stream.Position = 0;
        using PEReader reader = new(stream);
        MetadataReader metadata = reader.GetMetadataReader();
        long il = metadata.MethodDefinitions
            .Select(metadata.GetMethodDefinition)
            .Where(static method => method.RelativeVirtualAddress != 0)
            .Sum(method => (long)reader.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!.Length);
        return (il, reader.GetEntireImage().Length);
    }
}
