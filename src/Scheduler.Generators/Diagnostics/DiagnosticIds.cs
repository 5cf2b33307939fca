namespace GeneratedScheduler.Generators.Diagnostics;

/// <summary>Ids of all diagnostics. An id is never used again for anything else; each has a page in <c>docs/rules</c>.</summary>
internal static class DiagnosticIds
{
    public const string GS0001TaskMethodMustBeAccessible = "GS0001";
    public const string GS0002TaskMustNotBeGeneric = "GS0002";
    public const string GS0003ParameterMustBePassedByValue = "GS0003";
    public const string GS0004TaskMethodMustNotBeAsyncVoid = "GS0004";
    public const string GS0005TaskNameMustBeUnique = "GS0005";
    public const string GS0006TaskNameMustBeValid = "GS0006";
    public const string GS0007DurationMustBeValid = "GS0007";
    public const string GS0008MaxAttemptsMustBePositive = "GS0008";
    public const string GS0009ConcurrencyMustBePositive = "GS0009";
    public const string GS0010RetrySettingsMustAgree = "GS0010";
    public const string GS0011TypeNameMustBeAnIdentifier = "GS0011";
    public const string GS0012ParameterTypeIsNotSupported = "GS0012";
    public const string GS0013ReturnTypeIsNotSupported = "GS0013";
    public const string GS0014EmittedTypeNameIsTaken = "GS0014";
    public const string GS0015TaskMethodMustBeOrdinary = "GS0015";
    public const string GS0016InstanceMustBeCreatable = "GS0016";
    public const string GS0017PayloadTypeIsNotSupported = "GS0017";
    public const string GS0018PayloadNeedsAnActuator = "GS0018";
    public const string GS0019PayloadHasSeveralActuators = "GS0019";
    public const string GS0020ActuatorMustServeATask = "GS0020";
    public const string GS0021ActuatorMethodMustTakeOnePayload = "GS0021";
    public const string GS0022ActuatorClassMustImplementTheContract = "GS0022";
    public const string GS0023TasksMustNotEmitTheSameType = "GS0023";
    public const string GS0024PayloadMemberCannotLeaveTheProcess = "GS0024";
    public const string GS0025ServiceMustBeMarkedAsInjected = "GS0025";
    public const string GS0026TimeoutNeedsACancellationToken = "GS0026";
    public const string GS0027TypeIsEmittedByAnotherGenerator = "GS0027";
    public const string GS0028CancellationTokenIsNeverUsed = "GS0028";
    public const string GS0029TaskUsesMutableStaticState = "GS0029";
    public const string GS0030DoNotBlockOnAHandleInATask = "GS0030";
    public const string GS0031EnqueueMustBeAwaited = "GS0031";
    public const string GS0032EnqueueInBulk = "GS0032";
    public const string GS0033DoNotSleepInATask = "GS0033";
    public const string GS0034ServiceIsCapturedInAStaticTask = "GS0034";
    public const string GS0035TaskIsNotRegistered = "GS0035";
    public const string GS0036BuildPropertyMustBeValid = "GS0036";
    public const string GS0037MemberCannotBeStored = "GS0037";
    public const string GS0038ColumnsMustDiffer = "GS0038";
    public const string GS0039StorageNameMustBeValid = "GS0039";
    public const string GS0040JsonContextLacksType = "GS0040";
    public const string GS0041ColumnSettingMustFit = "GS0041";
    public const string GS0042NotStoredMemberNeedsADefault = "GS0042";
    public const string GS0043TablesMustDiffer = "GS0043";
    public const string GS0053TaskIsInAnEmittedFile = "GS0053";
    public const string GS0066ActuatorMustReturnTheDeclaredResult = "GS0066";
    public const string GS0067ResultBelongsToAPayload = "GS0067";
    public const string GS0068RegisteredTasksHaveNoStorage = "GS0068";
    public const string GS0049LanguageIsTooOld = "GS0049";
    public const string GS0050EmittedFileIsCompiledAsSource = "GS0050";
    public const string GS0044JsonLosesState = "GS0044";
    public const string GS0045StateIsEmittedElsewhere = "GS0045";
    public const string GS0057TaskAwaitsItsOwnKind = "GS0057";
    public const string GS0058SuccessorNeedsAnotherUniqueKey = "GS0058";
}
