using GeneratedScheduler.Generators.Emitting;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators;

/// <summary>
/// Emits the typed scheduler of each <c>[ScheduledTask]</c>. Problems are the analyzers' business: what is wrong has no model
/// and hence no output.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class SchedulerGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<GeneratorOptions> options = context.AnalyzerConfigOptionsProvider
            .Select(static (provider, _) => OptionsParser.Parse(provider))
            .WithTrackingName(TrackingNames.Options);

        IncrementalValuesProvider<CompleteTask> tasks = Complete(FindTasks(context), FindActuators(context), options);
        context.RegisterSourceOutput(tasks, static (context, task) =>
            context.AddSource(task.HintName, TaskEmitter.Emit(task, context.CancellationToken)));

        RegisterRegistration(context, tasks, options);
    }

    private static IncrementalValuesProvider<TaskModel> FindTasks(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypes.ScheduledTaskAttribute,
                static (node, _) => TaskParser.IsCandidate(node),
                static (context, cancellationToken) => TaskParser.Parse(context, cancellationToken))
            .Where(static task => task is not null)
            .Select(static (task, _) => task!)
            .WithTrackingName(TrackingNames.Tasks);

    private static IncrementalValueProvider<EquatableArray<ActuatorModel>> FindActuators(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypes.ActuatorAttribute,
                static (node, _) => ActuatorParser.IsCandidate(node),
                static (context, cancellationToken) => ActuatorParser.Parse(context, cancellationToken))
            .SelectMany(static (actuators, _) => actuators)
            .WithTrackingName(TrackingNames.Actuators)
            .Collect()
            .Select(static (actuators, _) => TaskCompletion.Sort(actuators))
            .WithTrackingName(TrackingNames.ActuatorSet);

    private static IncrementalValuesProvider<CompleteTask> Complete(
        IncrementalValuesProvider<TaskModel> tasks,
        IncrementalValueProvider<EquatableArray<ActuatorModel>> actuators,
        IncrementalValueProvider<GeneratorOptions> options)
    {
        IncrementalValueProvider<TaskSetModel> taskSet = tasks
            .Select(static (task, _) => task.Identity)
            .Collect()
            .Select(static (identities, _) => TaskSetBuilder.Build(identities))
            .WithTrackingName(TrackingNames.TaskSet);

        return tasks
            .Combine(taskSet.Combine(actuators).Combine(options))
            .Select(static (pair, _) =>
            {
                (TaskModel task, ((TaskSetModel set, EquatableArray<ActuatorModel> actuators), GeneratorOptions options)) = pair;
                return TaskCompletion.Complete(task, set, actuators, options);
            })
            .Where(static task => task is not null)
            .Select(static (task, _) => task!)
            .WithTrackingName(TrackingNames.CompleteTasks);
    }

    private static void RegisterRegistration(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<CompleteTask> tasks,
        IncrementalValueProvider<GeneratorOptions> options)
    {
        IncrementalValueProvider<string> assemblyName = context.CompilationProvider
            .Select(static (compilation, _) => compilation.AssemblyName ?? "Assembly")
            .WithTrackingName(TrackingNames.AssemblyName);

        IncrementalValueProvider<EquatableArray<RegistrationModel>> registrations = tasks
            .Select(static (task, _) => TaskCompletion.ToRegistration(task))
            .Collect()
            .Select(static (registrations, _) => TaskCompletion.Sort(registrations))
            .WithTrackingName(TrackingNames.Registrations);

        context.RegisterSourceOutput(registrations.Combine(assemblyName.Combine(options)), static (context, pair) =>
        {
            (EquatableArray<RegistrationModel> tasks, (string assembly, GeneratorOptions options)) = pair;
            if (tasks.Count > 0)
            {
                context.AddSource(Naming.RegistrationHintName(assembly), RegistrationEmitter.Emit(assembly, options, tasks));
            }
        });
    }
}
