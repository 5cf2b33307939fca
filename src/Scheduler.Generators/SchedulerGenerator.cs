using GeneratedScheduler.Generators.Emitting;
using GeneratedScheduler.Generators.Emitting.Storage;
using GeneratedScheduler.Generators.Incremental;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Parsing.Storage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

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

        IncrementalValueProvider<bool> hasCopies = context.CompilationProvider
            .Select(static (compilation, _) => EmittedFiles.FindCopy(compilation) is not null)
            .WithTrackingName(TrackingNames.Copies);
        IncrementalValueProvider<bool> wereEmittedFirst = context.CompilationProvider
            .Select(static (compilation, _) => EmittedFiles.WereEmittedFirst(compilation))
            .WithTrackingName(TrackingNames.WereEmittedFirst);
        IncrementalValueProvider<bool> emitsNothing = wereEmittedFirst.Combine(hasCopies).Select(static (pair, _) => pair.Left || pair.Right);

        IncrementalValueProvider<(GeneratorOptions Options, StorageNeeds References)> needs = options.Combine(FindStorageNeeds(context));
        IncrementalValueProvider<EquatableArray<ActuatorModel>> actuators = FindActuators(context)
            .Combine(emitsNothing)
            .Select(static (pair, _) => pair.Right ? EquatableArray<ActuatorModel>.Empty : pair.Left);
        IncrementalValuesProvider<TaskModel> found = Unless(emitsNothing, FindTasks(context));
        IncrementalValueProvider<TaskSetModel> taskSet = FindTaskSet(found);
        IncrementalValuesProvider<CompleteTask> tasks = Complete(found, taskSet, actuators, needs);
        IncrementalValueProvider<EquatableArray<ImplementationModel>> implementations = Implement(taskSet, actuators, options);
        context.RegisterSourceOutput(tasks, static (context, task) =>
        {
            context.AddSource(task.HintName, TaskEmitter.Emit(task, context.CancellationToken));
            if (task.Storage is { } storage)
            {
                context.AddSource(Naming.StorageHintName(task.HintName), StorageEmitter.Emit(task, storage, context.CancellationToken));
            }
        });

        context.RegisterSourceOutput(implementations.SelectMany(static (all, _) => all), static (context, implementation) =>
            context.AddSource(implementation.HintName, ImplementationEmitter.Emit(implementation, context.CancellationToken)));

        RegisterRegistration(context, tasks, implementations, needs, emitsNothing);
        RegisterStandIns(context, tasks, emitsNothing, hasCopies);
    }

    private static IncrementalValuesProvider<T> Unless<T>(IncrementalValueProvider<bool> condition, IncrementalValuesProvider<T> values) => values
        .Combine(condition)
        .Where(static pair => !pair.Right)
        .Select(static (pair, _) => pair.Left);

    private static IncrementalValuesProvider<TaskModel> FindTasks(IncrementalGeneratorInitializationContext context) =>
        new AnnotatedDeclarations<TaskModel?>(KnownTypes.ScheduledTaskAttribute, TaskParser.IsCandidate, TaskParser.Parse)
            .Find(context)
            .Where(static task => task is not null)
            .Select(static (task, _) => task!)
            .WithTrackingName(TrackingNames.Tasks);

    private static IncrementalValueProvider<StorageNeeds> FindStorageNeeds(IncrementalGeneratorInitializationContext context) => context.CompilationProvider
        .Select(static (compilation, _) => Dialects.NeedsOf(compilation))
        .WithTrackingName(TrackingNames.StorageNeeds);

    private static IncrementalValueProvider<EquatableArray<ActuatorModel>> FindActuators(IncrementalGeneratorInitializationContext context) =>
        new AnnotatedDeclarations<EquatableArray<ActuatorModel>>(
                KnownTypes.ActuatorAttribute, ActuatorParser.IsCandidate, static (symbol, _, scope) => ActuatorParser.Parse(symbol, scope))
            .Find(context)
            .SelectMany(static (actuators, _) => actuators)
            .WithTrackingName(TrackingNames.Actuators)
            .Collect()
            .Select(static (actuators, _) => TaskCompletion.Sort(actuators))
            .WithTrackingName(TrackingNames.ActuatorSet);

    private static IncrementalValueProvider<TaskSetModel> FindTaskSet(IncrementalValuesProvider<TaskModel> tasks) => tasks
        .Select(static (task, _) => task.Identity)
        .Collect()
        .Select(static (identities, _) => TaskSetBuilder.Build(identities))
        .WithTrackingName(TrackingNames.TaskSet);

    private static IncrementalValueProvider<EquatableArray<ImplementationModel>> Implement(
        IncrementalValueProvider<TaskSetModel> taskSet,
        IncrementalValueProvider<EquatableArray<ActuatorModel>> actuators,
        IncrementalValueProvider<GeneratorOptions> options) => actuators
        .Combine(taskSet.Combine(options))
        .Select(static (pair, _) => ImplementationCompletion.Complete(pair.Left, pair.Right.Left, pair.Right.Right))
        .WithTrackingName(TrackingNames.Implementations);

    private static IncrementalValuesProvider<CompleteTask> Complete(
        IncrementalValuesProvider<TaskModel> tasks,
        IncrementalValueProvider<TaskSetModel> taskSet,
        IncrementalValueProvider<EquatableArray<ActuatorModel>> actuators,
        IncrementalValueProvider<(GeneratorOptions Options, StorageNeeds References)> options)
    {
        return tasks
            .Combine(taskSet.Combine(actuators).Combine(options))
            .Select(static (pair, _) =>
            {
                (TaskModel task, ((TaskSetModel set, EquatableArray<ActuatorModel> actuators), (GeneratorOptions options, StorageNeeds references))) = pair;
                return TaskCompletion.Complete(task, set, actuators, options, references);
            })
            .Where(static task => task is not null)
            .Select(static (task, _) => task!)
            .WithTrackingName(TrackingNames.CompleteTasks);
    }

    private static void RegisterRegistration(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<CompleteTask> tasks,
        IncrementalValueProvider<EquatableArray<ImplementationModel>> implementations,
        IncrementalValueProvider<(GeneratorOptions Options, StorageNeeds References)> needs,
        IncrementalValueProvider<bool> emitsNothing)
    {
        IncrementalValueProvider<string> assemblyName = context.CompilationProvider
            .Select(static (compilation, _) => compilation.AssemblyName ?? "Assembly")
            .WithTrackingName(TrackingNames.AssemblyName);

        // The line of the host that registers tasks is often written before the first task; so a program has that method from the start.
        IncrementalValueProvider<bool> isWanted = context.CompilationProvider
            .Select(static (compilation, _) => KnownTypes.IsProgram(compilation))
            .Combine(emitsNothing)
            .Select(static (pair, _) => pair is (Left: true, Right: false))
            .WithTrackingName(TrackingNames.RegistersWithoutTasks);

        IncrementalValueProvider<EquatableArray<RegistrationModel>> registrations = tasks
            .Select(static (task, _) => TaskCompletion.ToRegistration(task))
            .Collect()
            .Combine(implementations)
            .Select(static (pair, _) => TaskCompletion.Sort(pair.Left.Concat(pair.Right.Select(ImplementationCompletion.ToRegistration))))
            .WithTrackingName(TrackingNames.Registrations);

        context.RegisterSourceOutput(registrations.Combine(isWanted).Combine(assemblyName.Combine(needs)), static (context, pair) =>
        {
            ((EquatableArray<RegistrationModel> tasks, bool isWanted), (string assembly, (GeneratorOptions options, StorageNeeds references))) = pair;
            if (tasks.Count > 0 || isWanted)
            {
                StorageNeeds storage = OptionsParser.StorageNeedsOf(options.Storage, references);
                context.AddSource(Naming.RegistrationHintName(assembly), RegistrationEmitter.Emit(assembly, options, storage, tasks));
            }
        });
    }

    private static void RegisterStandIns(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<CompleteTask> tasks,
        IncrementalValueProvider<bool> emitsNothing,
        IncrementalValueProvider<bool> hasCopies)
    {
        IncrementalValuesProvider<StandInModel?> found =
            new AnnotatedDeclarations<StandInModel?>(KnownTypes.ScheduledTaskAttribute, TaskParser.IsCandidate, StandInParser.Parse).Find(context);

        IncrementalValueProvider<EquatableArray<StandInModel>> all =
            Unless(emitsNothing, found)
                .Collect()
                .Select(static (models, _) => models.OfType<StandInModel>().ToEquatableArray())
                .WithTrackingName(TrackingNames.StandIns);

        IncrementalValueProvider<EquatableArray<RegistrationModel>> emitted = tasks
            .Select(static (task, _) => TaskCompletion.ToRegistration(task))
            .Collect()
            .Select(static (registrations, _) => TaskCompletion.Sort(registrations));

        IncrementalValueProvider<LanguageVersion> language = context.ParseOptionsProvider
            .Select(static (options, _) => ((CSharpParseOptions)options).LanguageVersion)
            .WithTrackingName(TrackingNames.Language);

        context.RegisterSourceOutput(all.Combine(emitted).Combine(language.Combine(hasCopies)), static (context, pair) =>
        {
            ((EquatableArray<StandInModel> all, EquatableArray<RegistrationModel> emitted), (LanguageVersion language, bool hasCopies)) = pair;
            if (hasCopies)
            {
                context.AddSource(Naming.CopiesHintName, CopiesEmitter.Emit());
            }
            else if (StandInEmitter.Emit(all, emitted, language) is { } file)
            {
                context.AddSource(Naming.StandInHintName, file);
            }
        });
    }
}
