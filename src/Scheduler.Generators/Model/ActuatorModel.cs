namespace GeneratedScheduler.Generators.Model;

/// <summary>How payloads of one type are executed: by a method or by a class.</summary>
/// <param name="Id">The documentation id of the method or class.</param>
/// <param name="PayloadType">What is executed, as a <c>global::</c> name.</param>
/// <param name="ResultType">What a run returns.</param>
/// <param name="ResultIsPublic">Whether a public type may mention the result.</param>
/// <param name="Function">The method to call, if it is one.</param>
/// <param name="Class">The class to create, if it is one.</param>
/// <param name="Requirements">What it demands of the program.</param>
/// <param name="Platforms">Attributes that tell on which platforms it runs, and whether it needs preview features, as C#.</param>
/// <param name="ReadingRequirements">What reading its result from a store demands of the program.</param>
/// <param name="Storage">How the result is stored; <see langword="null"/> if it cannot be.</param>
/// <param name="Contract">The task, if a referenced assembly declares it; <see langword="null"/> for one of this compilation.</param>
internal sealed record ActuatorModel(
    string Id,
    string PayloadType,
    string ResultType,
    bool ResultIsPublic,
    FunctionModel? Function,
    CreationModel? Class,
    EquatableArray<RequirementModel> Requirements,
    EquatableArray<string> Platforms,
    EquatableArray<RequirementModel> ReadingRequirements,
    ResultStorageModel? Storage,
    ContractModel? Contract)
{
    /// <summary>Whether it only says what is returned, because the actuator is declared in another assembly.</summary>
    public bool IsDeclaredElsewhere => Function is null && Class is null;
}

/// <summary>A method that is called for each run.</summary>
/// <param name="DeclaringType">The type through which it is called, as a <c>global::</c> name: where it is declared, or what that overrides.</param>
/// <param name="MethodName">Its name, escaped if need be.</param>
/// <param name="Instance">How the object is made on which it is called; <see langword="null"/> for a static method.</param>
/// <param name="Returns">What it returns.</param>
/// <param name="Arguments">What is passed to it.</param>
internal sealed record FunctionModel(
    string DeclaringType,
    string MethodName,
    CreationModel? Instance,
    ReturnKind Returns,
    EquatableArray<ArgumentModel> Arguments);

/// <summary>A constructor call.</summary>
internal sealed record CreationModel(string Type, EquatableArray<ArgumentModel> Arguments);

/// <summary>What a task method returns.</summary>
internal enum ReturnKind
{
    Void,
    Value,
    Task,
    TaskOfResult,
    ValueTask,
    ValueTaskOfResult,
}

/// <summary>What is passed for one parameter.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Value">A member's property, or a constant as C#.</param>
/// <param name="Service">What is resolved, for <see cref="ArgumentKind.Service"/>.</param>
internal sealed record ArgumentModel(ArgumentKind Kind, string? Value = null, ServiceModel? Service = null);

/// <summary>Where an argument comes from.</summary>
internal enum ArgumentKind
{
    /// <summary>One member of the payload.</summary>
    Member,

    /// <summary>One member of the payload that is <c>dynamic</c>.</summary>
    DynamicMember,

    /// <summary>The whole payload.</summary>
    Payload,
    Context,
    CancellationToken,
    Logger,
    ServiceProvider,
    Service,
    Constant,
}

/// <summary>A service to resolve.</summary>
/// <param name="Type">The service's type, without a mark for null.</param>
/// <param name="IsDeclared">
/// Whether the type exists in source. If not, it may be one that this generator emits, such as the scheduler of another task;
/// then <paramref name="Type"/> is its simple name.
/// </param>
/// <param name="IsRequired">Whether the run fails without it.</param>
/// <param name="Key">The key of a keyed service, as C#.</param>
/// <param name="Fallback">What is passed if there is none, as C#.</param>
/// <param name="IsValue">Whether it is a value, of which the default does not tell that there is none.</param>
internal sealed record ServiceModel(string Type, bool IsDeclared, bool IsRequired, string? Key, string? Fallback, bool IsValue = false);
