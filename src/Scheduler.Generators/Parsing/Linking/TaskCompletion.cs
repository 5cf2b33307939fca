using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing.Storage;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Joins a task with what is declared elsewhere: its actuator, and the types of other tasks.</summary>
internal static class TaskCompletion
{
    /// <summary>The task with all that its file needs; <see langword="null"/> if it must have no output.</summary>
    public static CompleteTask? Complete(
        TaskModel task, TaskSetModel taskSet, EquatableArray<ActuatorModel> actuators, GeneratorOptions options, StorageNeeds references)
    {
        if (taskSet.Conflicts.Any(conflict => conflict.Id == task.Identity.Id)
            || taskSet.RepeatedIds.Contains(task.Identity.Id)
            || FindActuator(task, actuators) is not { } actuator
            || (task.Contract is { } contract && contract.ResultType != actuator.ResultType)
            || ServiceResolution.Resolve(actuator, task.Namespace, taskSet.EmittedTypes) is not { } resolved)
        {
            return null;
        }

        bool isAmbiguous = taskSet.AmbiguousHintNames.Contains(task.Identity.HintName);
        StorageNeeds needs = OptionsParser.StorageNeedsOf(options.Storage, references);

        StorageModel? storage = StorageCompletion.Complete(task, resolved, taskSet, needs);
        EquatableArray<RequirementModel> reading = storage is null
            ? EquatableArray<RequirementModel>.Empty
            : task.ReadingRequirements.Concat(resolved.ReadingRequirements).Distinct().ToEquatableArray();

        // What nobody wants to be stored shall not run anything again when it changes.
        return new CompleteTask(
            task with
            {
                Storage = null,
                Actuator = null,
                Contract = null,
                ReadingRequirements = reading,
                Identity = task.Identity with { Tables = EquatableArray<string>.Empty },
            },
            resolved with
            {
                Storage = null,
                Requirements = resolved.Requirements.Concat(reading).Distinct().ToEquatableArray(),
                ReadingRequirements = EquatableArray<RequirementModel>.Empty,
            },
            Naming.CompleteHintName(task.Identity, isAmbiguous),
            Accessibility(task.IsPublic && actuator.ResultIsPublic, options),
            storage);
    }

    /// <summary>The actuators of a payload type.</summary>
    public static IReadOnlyList<ActuatorModel> FindActuators(string payloadType, IEnumerable<ActuatorModel> actuators) =>
        [.. actuators.Where(actuator => actuator.PayloadType == payloadType)];

    public static RegistrationModel ToRegistration(CompleteTask task) =>
        new(
            task.Task.Identity.SchedulerType,
            task.Task.PayloadType,
            task.Actuator.ResultType,
            DefinitionType: task.Task.Identity.SchedulerType,
            task.Actuator.Requirements);

    // The order of files must not show in the output.
    public static EquatableArray<ActuatorModel> Sort(IEnumerable<ActuatorModel> actuators) => actuators
        .OrderBy(static actuator => actuator.Id, StringComparer.Ordinal)
        .ThenBy(static actuator => actuator.PayloadType, StringComparer.Ordinal)
        .ToEquatableArray();

    public static EquatableArray<RegistrationModel> Sort(IEnumerable<RegistrationModel> registrations) =>
        registrations.OrderBy(static registration => registration.SchedulerType, StringComparer.Ordinal).ToEquatableArray();

    // Internal is what a type is without a word; so the user's own part can still make it public.
    public static string Accessibility(bool isPublic, GeneratorOptions options) =>
        options.IsInternal ? "" : isPublic ? "public " : "internal ";

    private static ActuatorModel? FindActuator(TaskModel task, EquatableArray<ActuatorModel> actuators)
    {
        if (task.Actuator is not null)
        {
            return task.Actuator;
        }

        return FindActuators(task.PayloadType, actuators) switch
        {
            [] => task.Contract,
            [var only] => only,
            _ => null,
        };
    }
}
