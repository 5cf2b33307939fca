using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Tests.Testing;

/// <summary>Stands for any other generator of a project: what it adds, ours does not see.</summary>
internal sealed class OtherGenerator(string source) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(context.CompilationProvider, (context, _) => context.AddSource("Other.g.cs", source));
}
