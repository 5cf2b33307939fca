namespace GeneratedScheduler.Benchmarks.Tasks;

/// <summary>The task that every system runs: two integers in, one out, and a count.</summary>
internal static class NoOp
{
    /// <summary>Where runs are counted. Replaced before each round; static because tasks are static methods in every system.</summary>
    public static RunCounter Counter { get; set; } = new(0);

    [ScheduledTask("benchmark.noop")]
    public static int Sum(int a, int b)
    {
        Counter.Count();
        return a + b;
    }
}
