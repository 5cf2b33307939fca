using GeneratedScheduler.Generators.Emitting;
using GeneratedScheduler.Generators.Incremental;
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
        IncrementalValuesProvider<TaskModel> tasks = new AnnotatedDeclarations<TaskModel?>(
                KnownTypes.ScheduledTaskAttribute, TaskParser.IsCandidate, TaskParser.Parse)
            .Find(context)
            .Where(static task => task is not null)
            .Select(static (task, _) => task!)
            .WithTrackingName(TrackingNames.Tasks);

        IncrementalValuesProvider<ActuatorModel> actuators = new AnnotatedDeclarations<EquatableArray<ActuatorModel>>(
                KnownTypes.ActuatorAttribute, ActuatorParser.IsCandidate, static (symbol, _, scope) => ActuatorParser.Parse(symbol, scope))
            .Find(context)
            .SelectMany(static (actuators, _) => actuators)
            .WithTrackingName(TrackingNames.Actuators);

        IncrementalValueProvider<EquatableArray<ActuatorModel>> actuatorSet = actuators
            .Collect()
            .Select(static (actuators, _) => TaskCompletion.Sort(actuators))
            .WithTrackingName(TrackingNames.ActuatorSet);

        IncrementalValueProvider<TaskSetModel> taskSet = tasks
            .Select(static (task, _) => task.Identity)
            .Collect()
            .Select(static (identities, _) => TaskSetBuilder.Build(identities))
            .WithTrackingName(TrackingNames.TaskSet);

        IncrementalValuesProvider<CompleteTask> complete = tasks
            .Combine(taskSet.Combine(actuatorSet))
            .Select(static (pair, _) => TaskCompletion.Complete(pair.Left, pair.Right.Left, pair.Right.Right))
            .Where(static task => task is not null)
            .Select(static (task, _) => task!)
            .WithTrackingName(TrackingNames.CompleteTasks);

        context.RegisterSourceOutput(complete, static (context, task) =>
            context.AddSource(task.HintName, TaskEmitter.Emit(task, context.CancellationToken)));

        IncrementalValueProvider<string> assemblyName = context.CompilationProvider
            .Select(static (compilation, _) => compilation.AssemblyName ?? "Assembly")
            .WithTrackingName(TrackingNames.AssemblyName);

        IncrementalValueProvider<EquatableArray<RegistrationModel>> registrations = complete
            .Select(static (task, _) => TaskCompletion.ToRegistration(task))
            .Collect()
            .Select(static (registrations, _) => TaskCompletion.Sort(registrations))
            .WithTrackingName(TrackingNames.Registrations);

        context.RegisterSourceOutput(registrations.Combine(assemblyName), static (context, pair) =>
        {
            if (pair.Left.Count > 0)
            {
                context.AddSource(Naming.RegistrationHintName(pair.Right), RegistrationEmitter.Emit(pair.Right, pair.Left));
            }
        });
    }
}
