using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Benchmarks.Scenarios.Generator;

/// <summary>
/// The floor: a generator that asks the compiler for the same annotated methods and types, and does nothing with them. What it
/// takes, no generator that reacts to these attributes can save.
/// </summary>
[Generator(LanguageNames.CSharp)]
internal sealed class AttributeFloor : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterSourceOutput(Names(context, "GeneratedScheduler.ScheduledTaskAttribute"), static (_, _) => { });
        context.RegisterSourceOutput(Names(context, "GeneratedScheduler.ActuatorAttribute"), static (_, _) => { });
    }

    private static IncrementalValuesProvider<string> Names(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            static (_, _) => true,
            static (context, _) => context.TargetSymbol.Name);
}
