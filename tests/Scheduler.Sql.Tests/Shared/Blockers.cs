using System.Collections.Concurrent;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>A task that blocks a thread of the pool until the test lets it go on.</summary>
internal static class Blockers
{
    public static ConcurrentDictionary<int, int> Runs { get; private set; } = new();

    public static ManualResetEventSlim Gate { get; private set; } = new(initialState: true);

    public static ManualResetEventSlim Begun { get; private set; } = new(initialState: false);

    /// <summary>From now on tasks block; <see cref="Begun"/> is set when one does.</summary>
    public static void Close() => (Runs, Gate, Begun) = (new(), new(initialState: false), new(initialState: false));

    [ScheduledTask("blocker", TypeName = "Blocker")]
    public static string Block(int number)
    {
        Runs.AddOrUpdate(number, 1, static (_, runs) => runs + 1);
        if (!Gate.IsSet)
        {
            Begun.Set();
            Gate.Wait();
        }

        return "done";
    }
}
