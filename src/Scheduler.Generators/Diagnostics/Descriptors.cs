using Microsoft.CodeAnalysis;
using static GeneratedScheduler.Generators.Diagnostics.DiagnosticIds;

namespace GeneratedScheduler.Generators.Diagnostics;

/// <summary>What the analyzers report. Parsing names these; only the analyzers turn them into diagnostics.</summary>
internal static partial class Descriptors
{
    /// <summary>Where the pages of the rules are; a relative path as long as the project has no public address.</summary>
    private const string HelpLinkBase = "docs/rules/";

    public static readonly DiagnosticDescriptor TaskMethodMustBeAccessible = Create(
        GS0001TaskMethodMustBeAccessible,
        "What a task consists of must be accessible in its assembly",
        "'{0}' is not accessible to the emitted scheduler; make it and the types around it public or internal");

    public static readonly DiagnosticDescriptor TaskMustNotBeGeneric = Create(
        GS0002TaskMustNotBeGeneric,
        "A task must not be generic",
        "'{0}' is generic or lies in a generic type; a task needs fixed types");

    public static readonly DiagnosticDescriptor ParameterMustBePassedByValue = Create(
        GS0003ParameterMustBePassedByValue,
        "A parameter of a task must be passed by value",
        "Parameter '{0}' is passed by '{1}'; a task runs later, so pass it by value and return what changes");

    public static readonly DiagnosticDescriptor TaskMethodMustNotBeAsyncVoid = Create(
        GS0004TaskMethodMustNotBeAsyncVoid,
        "A task method must not be async void",
        "'{0}' is async void, so nobody learns when it ends or fails; return Task instead");

    public static readonly DiagnosticDescriptor TaskNameMustBeUnique = Create(
        GS0005TaskNameMustBeUnique,
        "A task's name must be unique",
        "The name '{0}' belongs to '{1}' too; give each task a name of its own");

    public static readonly DiagnosticDescriptor TaskNameMustBeValid = Create(
        GS0006TaskNameMustBeValid,
        "A task's name must be valid",
        "'{0}' is no valid name; use 1 to 200 letters, digits, '.', '-' and '_'");

    public static readonly DiagnosticDescriptor DurationMustBeValid = Create(
        GS0007DurationMustBeValid,
        "A duration must be valid",
        "{0} is '{1}', which is no duration {2}; write hours, minutes and seconds, such as \"00:00:05\"");

    public static readonly DiagnosticDescriptor MaxAttemptsMustBePositive = Create(
        GS0008MaxAttemptsMustBePositive,
        "MaxAttempts must be at least 1",
        "MaxAttempts is {0}; it counts the first attempt, so it must be at least 1");

    public static readonly DiagnosticDescriptor ConcurrencyMustBePositive = Create(
        GS0009ConcurrencyMustBePositive,
        "Concurrency must be at least 1",
        "Concurrency is {0}; it must be at least 1, or left out for the number of processors");

    public static readonly DiagnosticDescriptor RetrySettingsMustAgree = Create(
        GS0010RetrySettingsMustAgree,
        "Retry settings must agree",
        "{0} contradicts {1}; {2}");

    public static readonly DiagnosticDescriptor TypeNameMustBeAnIdentifier = Create(
        GS0011TypeNameMustBeAnIdentifier,
        "TypeName must be an identifier",
        "'{0}' is no identifier; TypeName is the stem of emitted names, so \"Sum\" gives SumScheduler");

    public static readonly DiagnosticDescriptor ParameterTypeIsNotSupported = Create(
        GS0012ParameterTypeIsNotSupported,
        "The type of a task's parameter or property is not supported",
        "'{0}' of '{1}' cannot be part of a task, because it is {2}");

    public static readonly DiagnosticDescriptor ReturnTypeIsNotSupported = Create(
        GS0013ReturnTypeIsNotSupported,
        "The return type of a task is not supported",
        "A task cannot return '{0}', because it is {1}");

    public static readonly DiagnosticDescriptor EmittedTypeNameIsTaken = Create(
        GS0014EmittedTypeNameIsTaken,
        "The name of an emitted type is taken",
        "'{0}' is emitted for this task, but the name belongs to {1}; set TypeName to another stem");

    public static readonly DiagnosticDescriptor TaskMethodMustBeOrdinary = Create(
        GS0015TaskMethodMustBeOrdinary,
        "A task must be an ordinary method",
        "'{0}' is {1}; move the work into an ordinary method with a body");

    public static readonly DiagnosticDescriptor InstanceMustBeCreatable = Create(
        GS0016InstanceMustBeCreatable,
        "The class of a task or actuator must be creatable",
        "An object of '{0}' cannot be made for a run, because it {1}; mend that or make the method static");

    public static readonly DiagnosticDescriptor PayloadTypeIsNotSupported = Create(
        GS0017PayloadTypeIsNotSupported,
        "The type cannot be a payload",
        "'{0}' cannot be a payload, because it is {1}");

    public static readonly DiagnosticDescriptor PayloadNeedsAnActuator = Create(
        GS0018PayloadNeedsAnActuator,
        "A payload needs an actuator",
        "Nothing executes '{0}'; mark a method that takes it, or a class that implements ITaskActuator for it, with [Actuator], or set Result if another project does");

    public static readonly DiagnosticDescriptor PayloadHasSeveralActuators = Create(
        GS0019PayloadHasSeveralActuators,
        "A payload must have one actuator",
        "'{0}' is executed by '{1}' too; keep one [Actuator] for each payload");

    public static readonly DiagnosticDescriptor ActuatorMustServeATask = Create(
        GS0020ActuatorMustServeATask,
        "An actuator must serve a task",
        "'{0}' is not a task that this project can execute; mark the payload type with [ScheduledTask], and set Result there if it is declared in another project");

    public static readonly DiagnosticDescriptor ActuatorMethodMustTakeOnePayload = Create(
        GS0021ActuatorMethodMustTakeOnePayload,
        "An actuator method must take one payload",
        "'{0}' takes {1} payloads instead of one; mark services with [Injected]");

    public static readonly DiagnosticDescriptor ActuatorClassMustImplementTheContract = Create(
        GS0022ActuatorClassMustImplementTheContract,
        "An actuator class must implement ITaskActuator",
        "'{0}' does not implement ITaskActuator<TTask, TResult>; implement it, or mark a method instead");

    public static readonly DiagnosticDescriptor TasksMustNotEmitTheSameType = Create(
        GS0023TasksMustNotEmitTheSameType,
        "Two tasks must not emit the same type",
        "'{0}' is emitted for '{1}' too; set TypeName of one of them to another stem");

    public static readonly DiagnosticDescriptor PayloadMemberCannotLeaveTheProcess = CreateWarning(
        GS0024PayloadMemberCannotLeaveTheProcess,
        "What a payload holds should be able to leave the process",
        "'{0}' of '{1}' is {2}, which no store can keep; pass what it can be made from, or mark a service with [Injected]");

    public static readonly DiagnosticDescriptor ServiceMustBeMarkedAsInjected = CreateWarning(
        GS0025ServiceMustBeMarkedAsInjected,
        "A service should be marked as injected",
        "'{0}' looks like a service, but is part of the payload; mark parameter '{1}' with [Injected]");

    public static readonly DiagnosticDescriptor TimeoutNeedsACancellationToken = CreateWarning(
        GS0026TimeoutNeedsACancellationToken,
        "A time-out needs a CancellationToken",
        "'{0}' has a time-out, but no CancellationToken to learn of it; add one, or the work goes on after its attempt has failed");

    public static readonly DiagnosticDescriptor TypeIsEmittedByAnotherGenerator = Create(
        GS0027TypeIsEmittedByAnotherGenerator,
        "A task must not depend on types that another generator emits",
        "'{0}' uses '{1}', which a generator emits; generators do not see what is emitted, so declare it by hand or in another project");

    public static readonly DiagnosticDescriptor CancellationTokenIsNeverUsed = CreateWarning(
        GS0028CancellationTokenIsNeverUsed,
        "A task should use its CancellationToken",
        "'{0}' takes '{1}' and never uses it, so neither a stop nor a time-out ends the work; hand it on or check it");

    public static readonly DiagnosticDescriptor TaskUsesMutableStaticState = CreateInfo(
        GS0029TaskUsesMutableStaticState,
        "A task should not use mutable static state",
        "'{0}' is static and can change; tasks run side by side and again after a failure, so pass it in or inject a service");

    public static readonly DiagnosticDescriptor DoNotBlockOnAHandleInATask = CreateWarning(
        GS0030DoNotBlockOnAHandleInATask,
        "A task should not block on the completion of another",
        "Waiting for '{0}' blocks a thread as well as this task's slot; await it instead");

    public static readonly DiagnosticDescriptor EnqueueMustBeAwaited = CreateWarning(
        GS0031EnqueueMustBeAwaited,
        "Enqueuing must be awaited",
        "The result of '{0}' is dropped, so nobody learns whether the task was added; await it");

    public static readonly DiagnosticDescriptor EnqueueInBulk = CreateInfo(
        GS0032EnqueueInBulk,
        "Many tasks are enqueued faster at once",
        "'{0}' adds one task in each turn of the loop; EnqueueManyAsync adds all of them at once");

    public static readonly DiagnosticDescriptor DoNotSleepInATask = CreateWarning(
        GS0033DoNotSleepInATask,
        "An async task should not sleep",
        "{0} blocks a thread and does not end when the task is stopped; await Task.Delay with the task's CancellationToken");

    public static readonly DiagnosticDescriptor ServiceIsCapturedInAStaticTask = CreateWarning(
        GS0034ServiceIsCapturedInAStaticTask,
        "A static task should not capture a service",
        "'{0}' keeps '{1}' beyond its scope and shares it between runs; take it as a parameter marked with [Injected]");

    public static readonly DiagnosticDescriptor TaskAwaitsItsOwnKind = CreateWarning(
        GS0057TaskAwaitsItsOwnKind,
        "A task should not await a task of its own kind",
        "'{0}' holds a slot while it awaits a task of its own kind; if all slots (Concurrency) are held like this, none of them ever goes on, so call the method or make it another kind");

    public static readonly DiagnosticDescriptor SuccessorNeedsAnotherUniqueKey = CreateWarning(
        GS0058SuccessorNeedsAnotherUniqueKey,
        "A successor needs another unique key",
        "'{0}' adds a task of its own kind under a constant unique key, which it holds itself until it has ended; to run it again, end it with throw new DeferTaskException(delay)");

    public static readonly DiagnosticDescriptor TaskIsNotRegistered = CreateWarning(
        GS0035TaskIsNotRegistered,
        "A task is registered nowhere in this program",
        "Nothing in this program schedules '{0}'; call {1}() in AddScheduler, or {2}.Create()",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor BuildPropertyMustBeValid = Create(
        GS0036BuildPropertyMustBeValid,
        "A build property must be valid",
        "The build property {0} is '{1}'; {2}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor TaskIsInAnEmittedFile = CreateWarning(
        GS0053TaskIsInAnEmittedFile,
        "A task must not be declared in a file that another generator emits",
        "'{0}' carries [{1}] in a file that another generator emits, such as @code of a Razor component, and has no effect there; move it to a .cs file");

    public static readonly DiagnosticDescriptor ActuatorMustReturnTheDeclaredResult = Create(
        GS0066ActuatorMustReturnTheDeclaredResult,
        "An actuator must return the result that the payload declares",
        "'{0}' returns {1}, but the [ScheduledTask] on '{2}' declares {3} as its Result; make both the same");

    public static readonly DiagnosticDescriptor ResultBelongsToAPayload = Create(
        GS0067ResultBelongsToAPayload,
        "Result must be set on payload types only",
        "The result of a task method is what it returns; remove Result");

    public static readonly DiagnosticDescriptor RegisteredTasksHaveNoStorage = CreateWarning(
        GS0068RegisteredTasksHaveNoStorage,
        "Tasks of a referenced project should have mappers if the program uses a database",
        "The tasks of '{0}' were compiled without mappers, so a database cannot store them; reference GeneratedScheduler.Sql in that project, or set its property GeneratedSchedulerStorage to sql");

    public static readonly DiagnosticDescriptor LanguageIsTooOld = Create(
        GS0049LanguageIsTooOld,
        "Emitted code needs C# 12",
        "Nothing is emitted for the tasks of this project, because its LangVersion is {0}; set it to {1} or later, or leave it out",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor EmittedFileIsCompiledAsSource = Create(
        GS0050EmittedFileIsCompiledAsSource,
        "A file that was emitted must not be compiled as a source file",
        "'{0}' was emitted by an earlier build; exclude its folder from the project by <Compile Remove=\"…/**\" />, or set CompilerGeneratedFilesOutputPath to a folder within obj",
        WellKnownDiagnosticTags.CompilationEnd);

    private static DiagnosticDescriptor Create(string id, string title, string message, params string[] tags) =>
        Create(id, title, message, DiagnosticSeverity.Error, tags);

    private static DiagnosticDescriptor CreateWarning(string id, string title, string message, params string[] tags) =>
        Create(id, title, message, DiagnosticSeverity.Warning, tags);

    private static DiagnosticDescriptor CreateInfo(string id, string title, string message, params string[] tags) =>
        Create(id, title, message, DiagnosticSeverity.Info, tags);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, string[] tags) => new(
        id,
        title,
        message,
        category: "GeneratedScheduler",
        severity,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + id + ".md",
        customTags: tags);
}
