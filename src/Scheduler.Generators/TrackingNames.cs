namespace GeneratedScheduler.Generators;

/// <summary>Names of the pipeline's steps, by which tests see whether a step was cached.</summary>
internal static class TrackingNames
{
    public const string Tasks = nameof(Tasks);
    public const string Actuators = nameof(Actuators);
    public const string ActuatorSet = nameof(ActuatorSet);
    public const string TaskSet = nameof(TaskSet);
    public const string Options = nameof(Options);
    public const string StorageNeeds = nameof(StorageNeeds);
    public const string CompleteTasks = nameof(CompleteTasks);
    public const string AssemblyName = nameof(AssemblyName);
    public const string Copies = nameof(Copies);
    public const string Language = nameof(Language);
    public const string StandIns = nameof(StandIns);
    public const string Implementations = nameof(Implementations);
    public const string WereEmittedFirst = nameof(WereEmittedFirst);
    public const string RegistersWithoutTasks = nameof(RegistersWithoutTasks);
    public const string Registrations = nameof(Registrations);
}
