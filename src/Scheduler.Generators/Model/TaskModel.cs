namespace GeneratedScheduler.Generators.Model;

/// <summary>One valid task definition, a method or a payload type, as it was declared.</summary>
/// <param name="Identity">What must be unique in the compilation.</param>
/// <param name="Namespace">Where types are emitted; empty for the global namespace.</param>
/// <param name="SchedulerName">The emitted scheduler's simple name.</param>
/// <param name="PayloadName">The emitted payload's simple name; <see langword="null"/> if the user declared the payload.</param>
/// <param name="PayloadType">The payload, as a <c>global::</c> name.</param>
/// <param name="IsPublic">Whether the emitted types can be public; internal otherwise.</param>
/// <param name="Reference">What a documentation comment refers to: a <c>cref</c> value.</param>
/// <param name="Members">The payload's members in the order of their declaration.</param>
/// <param name="Defaults">What the attribute says; <see langword="null"/> if it says nothing.</param>
/// <param name="Actuator">The method itself; <see langword="null"/> for a payload type, whose actuator is declared elsewhere.</param>
/// <param name="Contract">What the payload type says about its actuator; <see langword="null"/> if it says nothing.</param>
/// <param name="ReadingRequirements">What reading its payload from a store demands of the program.</param>
/// <param name="Storage">How the payload is stored; <see langword="null"/> if it cannot be.</param>
internal sealed record TaskModel(
    TaskIdentity Identity,
    string Namespace,
    string SchedulerName,
    string? PayloadName,
    string PayloadType,
    bool IsPublic,
    string Reference,
    EquatableArray<MemberModel> Members,
    DefaultsModel? Defaults,
    ActuatorModel? Actuator,
    ActuatorModel? Contract,
    EquatableArray<RequirementModel> ReadingRequirements,
    PayloadStorageModel? Storage);

/// <summary>What must be unique in the compilation.</summary>
/// <param name="Id">The documentation id of the method or type.</param>
/// <param name="Name">The name under which tasks are stored.</param>
/// <param name="HintName">The emitted file's name, without its ending. Unique up to case; see <see cref="TaskSetModel"/>.</param>
/// <param name="SchedulerType">The emitted scheduler, as a <c>global::</c> name.</param>
/// <param name="EmittedPayloadType">The emitted payload, as a <c>global::</c> name, if one is emitted.</param>
/// <param name="Tables">The table in which tasks are stored, and those in which they were; empty if there is none.</param>
internal sealed record TaskIdentity(
    string Id, string Name, string HintName, string SchedulerType, string? EmittedPayloadType, EquatableArray<string> Tables);

/// <summary>One member of a payload.</summary>
/// <param name="Name">As declared: a parameter's name, or a property's.</param>
/// <param name="PropertyName">The property that holds it, escaped if need be.</param>
/// <param name="ParameterName">The parameter of the same name, escaped if need be.</param>
/// <param name="Type">The declared type.</param>
/// <param name="RuntimeType">The type as <c>typeof</c> takes it.</param>
/// <param name="IsNullable">Whether null is allowed.</param>
/// <param name="IsRequired">Whether it has no default.</param>
/// <param name="DefaultValue">The default as C#; <see langword="null"/> for none.</param>
/// <param name="ParamsElementType">What a <c>params</c> array consists of; <see langword="null"/> if it is none.</param>
internal sealed record MemberModel(
    string Name,
    string PropertyName,
    string ParameterName,
    string Type,
    string RuntimeType,
    bool IsNullable,
    bool IsRequired,
    string? DefaultValue,
    string? ParamsElementType)
{
    /// <summary>
    /// Whether the compiler would choose what to call when the program runs. Emitted code knows what it calls, so it passes an object.
    /// </summary>
    public bool IsDynamic => Type is "dynamic" or "dynamic?";
}

/// <summary>What the attribute says about the options; <see langword="null"/> where it says nothing.</summary>
internal sealed record DefaultsModel(int? Concurrency, long? TimeoutTicks, int? MaxAttempts, RetryModel? Retry);

/// <summary>How the time between attempts grows.</summary>
internal sealed record RetryModel(RetryKind Kind, long DelayTicks, long MaxDelayTicks);

/// <summary>The values of the runtime's <c>Backoff</c>.</summary>
internal enum RetryKind
{
    Exponential = 0,
    Fixed = 1,
    None = 2,
}
