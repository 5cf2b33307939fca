namespace GeneratedScheduler.Conformance.Cases;

/// <summary>One move of each kind, for cases that try them all.</summary>
internal static class MakeMoves
{
    public static IReadOnlyList<Func<TaskId, long, Move>> All { get; } =
    [
        (id, token) => Move.Report(id, token, new TaskProgress(0.75, "stale"), new TaskRunHandle("stale", token)),
        Move.Export,
        (id, token) => Move.Succeed(id, token, new ProbeResult(-1, "stale")),
        (id, token) => Move.Fail(id, token, ConformanceRun.Oops),
        // Far off, so that cases which go on do not claim them.
        (id, token) => Move.Retry(id, token, ConformanceRun.Oops, TimeSpan.FromDays(1)),
        (id, token) => Move.Defer(id, token, TimeSpan.FromDays(1)),
        Move.Release,
        Move.Stop,
    ];

    /// <summary>The same without delays, for tests that go on at once.</summary>
    public static IReadOnlyList<Func<TaskId, long, Move>> Immediate { get; } =
    [
        (id, token) => Move.Report(id, token, new TaskProgress(0.5), null),
        Move.Export,
        (id, token) => Move.Succeed(id, token, new ProbeResult(1)),
        (id, token) => Move.Fail(id, token, ConformanceRun.Oops),
        (id, token) => Move.Retry(id, token, ConformanceRun.Oops, TimeSpan.Zero),
        (id, token) => Move.Defer(id, token, TimeSpan.Zero),
        Move.Release,
        Move.Stop,
    ];
}
