using GeneratedScheduler.Reliability.Stores;

namespace GeneratedScheduler.Reliability.Faults;

/// <summary>What may happen to a run.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL to a worker; another one takes its place.</summary>
    Kill = 0,

    /// <summary>SIGSTOP to a worker for longer than its lease, then SIGCONT.</summary>
    Pause = 1,

    /// <summary>The server ends half of its connections.</summary>
    Backend = 2,

    /// <summary>The server is killed and started again.</summary>
    Restart = 3,

    /// <summary>Half of the workers' connections carry nothing more and are not closed.</summary>
    HalfOpen = 4,

    /// <summary>One worker's clock is an hour ahead, another's an hour behind.</summary>
    Clock = 5,
}

/// <summary>From names to faults.</summary>
internal static class FaultKinds
{
    public static IReadOnlySet<FaultKind> Parse(string? names, StoreKind store)
    {
        HashSet<FaultKind> possible = [FaultKind.Kill, FaultKind.Pause, FaultKind.Clock];
        if (store != StoreKind.Sqlite)
        {
            possible.UnionWith([FaultKind.Backend, FaultKind.Restart, FaultKind.HalfOpen]);
        }

        if (names is not null)
        {
            possible.IntersectWith(names.Split(',').Select(name => Enum.Parse<FaultKind>(name, ignoreCase: true)));
        }

        return possible;
    }

    /// <summary>How often a fault happens, on average; kills have a number of their own and clocks are wrong all the time.</summary>
    public static TimeSpan Interval(FaultKind fault) => fault switch
    {
        FaultKind.Pause => TimeSpan.FromSeconds(4),
        FaultKind.Backend => TimeSpan.FromSeconds(4),
        FaultKind.HalfOpen => TimeSpan.FromSeconds(10),
        FaultKind.Restart => TimeSpan.FromSeconds(15),
        _ => Timeout.InfiniteTimeSpan,
    };
}
