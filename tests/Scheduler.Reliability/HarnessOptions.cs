using GeneratedScheduler.Reliability.Faults;
using GeneratedScheduler.Reliability.Stores;

namespace GeneratedScheduler.Reliability;

/// <summary>What one run of the harness does.</summary>
internal sealed record HarnessOptions
{
    public const string Usage = """
        usage: run --store [combination-]postgres|mysql|sqlite [options]
          --workers N        processes that run tasks at once (3)
          --seconds S        how long faults happen (60)
          --kills N          SIGKILLs, at random moments of that time (2 each second)
          --seed N           of all random choices (42)
          --rate N           tasks enqueued each second (80)
          --lease S          seconds a claim holds (2)
          --recover S        the longest until what a killed worker held is free, without the time without a server (30)
          --faults LIST      of kill,pause,backend,restart,halfopen,clock (all that the store can have)
          --sabotage WHAT    lose or stale: breaks a promise on purpose; the run must notice
          --json FILE        adds the result as one line of JSON
          --keep true        leaves the folder with database and logs behind
        """;

    public required StoreKind Store { get; init; }

    public required bool IsCombined { get; init; }

    public required string StoreName { get; init; }

    public required int Workers { get; init; }

    public required TimeSpan Duration { get; init; }

    public required int Kills { get; init; }

    public required int Seed { get; init; }

    public required int Rate { get; init; }

    public required TimeSpan Lease { get; init; }

    public required TimeSpan MostRecovery { get; init; }

    public required IReadOnlySet<FaultKind> Faults { get; init; }

    public string? Sabotage { get; init; }

    public string? JsonFile { get; init; }

    public bool Keep { get; init; }

    public static HarnessOptions Parse(Arguments arguments)
    {
        string name = arguments.Text("store");
        (StoreKind kind, bool isCombined) = StoreKinds.Parse(name);
        TimeSpan duration = arguments.Seconds("seconds", 60);
        return new HarnessOptions
        {
            Store = kind,
            IsCombined = isCombined,
            StoreName = name,
            Workers = arguments.Number("workers", 3),
            Duration = duration,
            Kills = arguments.Number("kills", (int)(2 * duration.TotalSeconds)),
            Seed = arguments.Number("seed", 42),
            Rate = arguments.Number("rate", 80),
            Lease = arguments.Seconds("lease", 2),
            MostRecovery = arguments.Seconds("recover", 30),
            Faults = FaultKinds.Parse(arguments.Find("faults"), kind),
            Sabotage = arguments.Find("sabotage"),
            JsonFile = arguments.Find("json"),
            Keep = arguments.Find("keep") == "true",
        };
    }
}
