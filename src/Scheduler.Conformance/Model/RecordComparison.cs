namespace GeneratedScheduler.Conformance;

/// <summary>
/// Compares a task of the model with that of a container: every field in the states for which the contract settles it.
/// What is left of a handle after the end, for instance, is the container's own business.
/// </summary>
internal static class RecordComparison
{
    // Stores keep milliseconds or microseconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    /// <param name="expected">What the model says.</param>
    /// <param name="actual">What the container says.</param>
    /// <param name="now">The time.</param>
    public static void Compare(ModelTask? expected, ProbeRecord? actual, DateTimeOffset now)
    {
        if (expected is null || actual is null)
        {
            Expect.Equal(expected?.Id, actual?.Id, "whether the task is there");
            return;
        }

        string task = $"task {expected.Payload.Number}";
        Expect.Equal(expected.State, actual.State, $"{task}: state");
        Expect.Equal(expected.Payload, actual.Payload, $"{task}: payload");
        Expect.Equal(expected.Losses, actual.Losses, $"{task}: losses");
        CompareClaim(task, expected, actual);
        ExpectTime(expected.LeaseUntil, actual.LeaseUntil, $"{task}: lease");
        ExpectTime(expected.CreatedAt, actual.CreatedAt, $"{task}: creation");
        ExpectTime(expected.FinishedAt, actual.FinishedAt, $"{task}: end");
        CompareByState(task, expected, actual, now);
    }

    private static void CompareClaim(string task, ModelTask expected, ProbeRecord actual)
    {
        Expect.Equal(expected.ClaimToken, actual.ClaimToken, $"{task}: claim token");
        Expect.Equal(expected.Owner, actual.Owner, $"{task}: owner");
    }

    private static void CompareByState(string task, ModelTask expected, ProbeRecord actual, DateTimeOffset now)
    {
        if (!TaskStateMachine.IsFinished(expected.State))
        {
            Expect.Equal(expected.Handle?.Value, actual.Handle, $"{task}: handle");
            Expect.Equal(expected.Progress, actual.Progress, $"{task}: progress");
            Expect.Equal(expected.StopRequested, actual.StopRequested, $"{task}: stop requested");
        }

        // Whether an attempt counts that was given back into a stop, or lost for good, is nobody's business any more.
        if (expected.State is not (TaskState.Stopped or TaskState.Failed))
        {
            Expect.Equal(expected.Attempt, actual.Attempt, $"{task}: attempt");
        }

        if (TaskStateMachine.IsClaimed(expected.State))
        {
            ExpectTime(expected.StartedAt, actual.StartedAt, $"{task}: start");
        }

        if (expected.State == TaskState.Waiting)
        {
            // Due is due: since when does not matter.
            ExpectTime(Latest(expected.NotBefore, now), Latest(actual.NotBefore, now), $"{task}: not before");
            Expect.Equal(expected.Failure, actual.Failure, $"{task}: failure");
        }

        if (expected.State == TaskState.Failed)
        {
            Expect.Equal(expected.Failure?.Reason, actual.Failure?.Reason, $"{task}: reason of the failure");
        }

        if (expected.State == TaskState.Succeeded)
        {
            Expect.Equal(expected.Result, actual.Result, $"{task}: result");
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static void ExpectTime(DateTimeOffset? expected, DateTimeOffset? actual, string what)
    {
        bool equal = expected is { } wanted && actual is { } came ? (wanted - came).Duration() <= Rounding : expected is null == actual is null;
        Expect.True(equal, $"{what} is {expected:O} (it is {actual:O})");
    }
}
