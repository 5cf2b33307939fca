namespace GeneratedScheduler.Generators.Model;

/// <summary>What single tasks must know about all of them. Changes seldom, so it may be combined with each of them.</summary>
/// <param name="Conflicts">Tasks that contradict each other, and how.</param>
/// <param name="AmbiguousHintNames">Hint names that several tasks share if case is ignored, as the compiler does.</param>
/// <param name="RepeatedIds">Definitions that stand there more than once. The compiler says so; nothing can be emitted for them.</param>
/// <param name="EmittedTypes">All types that are emitted, as <c>global::</c> names.</param>
/// <param name="SharedTables">Tables that several tasks claim, in lower case.</param>
internal sealed record TaskSetModel(
    EquatableArray<TaskConflict> Conflicts,
    EquatableArray<string> AmbiguousHintNames,
    EquatableArray<string> RepeatedIds,
    EquatableArray<string> EmittedTypes,
    EquatableArray<string> SharedTables);

/// <summary>A task that claims what another task claims too.</summary>
/// <param name="Id">The task.</param>
/// <param name="Kind">What both claim.</param>
/// <param name="Value">The name or type that both claim.</param>
/// <param name="OtherId">The other task; the first one if there are several.</param>
internal sealed record TaskConflict(string Id, ConflictKind Kind, string Value, string OtherId);

/// <summary>What two tasks may both claim.</summary>
internal enum ConflictKind
{
    Name,
    EmittedType,
}

/// <summary>A task with everything that its file needs.</summary>
/// <param name="Task">The task.</param>
/// <param name="Actuator">What executes it.</param>
/// <param name="HintName">The emitted file's name.</param>
/// <param name="Accessibility">What stands in front of the emitted types; empty to leave it to the user's part.</param>
/// <param name="Storage">What is emitted to store it, if anything is wanted.</param>
internal sealed record CompleteTask(TaskModel Task, ActuatorModel Actuator, string HintName, string Accessibility, StorageModel? Storage);

/// <summary>What the registration method says about one task.</summary>
/// <param name="SchedulerType">The scheduler.</param>
/// <param name="PayloadType">What is executed.</param>
/// <param name="ResultType">What a run returns.</param>
/// <param name="DefinitionType">The type that has <c>CreateDefinition</c>.</param>
/// <param name="Requirements">What the task demands of the program.</param>
internal sealed record RegistrationModel(
    string SchedulerType, string PayloadType, string ResultType, string DefinitionType, EquatableArray<RequirementModel> Requirements);
