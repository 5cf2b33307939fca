namespace GeneratedScheduler.Benchmarks.Output;

/// <summary>What one system of the scenario <c>idle</c> costs while it has nothing to do, and how long it took to start.</summary>
internal sealed record IdleLine
{
    public string Scenario { get; } = "idle";

    public required string System { get; init; }

    public required string Container { get; init; }

    /// <summary>How many kinds of tasks the system knows; peers know one.</summary>
    public required int Kinds { get; init; }

    /// <summary>For how long it was measured.</summary>
    public double? Seconds { get; init; }

    /// <summary>Transactions of the database, committed or rolled back; PostgreSQL only.</summary>
    public double? TransactionsPerSecond { get; init; }

    public double? StatementsPerSecond { get; init; }

    /// <summary>Connections to the database at the end.</summary>
    public int? Connections { get; init; }

    /// <summary>Threads of the whole process at the end.</summary>
    public int? Threads { get; init; }

    /// <summary>Managed timers that were set at the end.</summary>
    public long? Timers { get; init; }

    /// <summary>Processor time of the whole process.</summary>
    public double? CpuMsPerSecond { get; init; }

    public double? AllocatedBytesPerSecond { get; init; }

    public long? WorkingSetBytes { get; init; }

    /// <summary>Until the host had started, its tables being there.</summary>
    public double? StartMs { get; init; }

    /// <summary>Until one waiting task of each kind had run, the tables being there.</summary>
    public double? ReadyMs { get; init; }

    /// <summary>Until the host had started over an empty database.</summary>
    public double? EmptyStartMs { get; init; }

    /// <summary>Until one task of each kind had been added and run, over an empty database.</summary>
    public double? EmptyReadyMs { get; init; }
}
