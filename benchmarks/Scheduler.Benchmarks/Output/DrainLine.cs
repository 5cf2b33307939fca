namespace GeneratedScheduler.Benchmarks.Output;

/// <summary>One round of the scenario <c>drain</c>, or the median of all rounds of one system.</summary>
internal sealed record DrainLine
{
    public string Scenario { get; } = "drain";

    public required string System { get; init; }

    public required string Container { get; init; }

    /// <summary>How many tasks this system was given.</summary>
    public required int Tasks { get; init; }

    public required int Concurrency { get; init; }

    /// <summary><c>round</c>, or <c>median</c> for the medians of each field over all rounds.</summary>
    public required string Kind { get; init; }

    /// <summary>Which round it was, from 1; absent for medians.</summary>
    public int? Round { get; init; }

    /// <summary>How many runs there really were.</summary>
    public required int Ran { get; init; }

    /// <summary>From the start of the system until the last task was over.</summary>
    public required double Seconds { get; init; }

    /// <summary>Runs in each of these seconds.</summary>
    public required double PerSecond { get; init; }

    /// <summary>The processor time of the whole process in these seconds; says more than they do on a busy machine.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>What was allocated while tasks were added and run, for each task.</summary>
    public required double BytesPerTask { get; init; }

    /// <summary>The part of it that adding took.</summary>
    public required double EnqueueBytesPerTask { get; init; }

    /// <summary>The part of it that running took.</summary>
    public required double DrainBytesPerTask { get; init; }

    /// <summary>What a waiting task keeps on the heap.</summary>
    public required double LiveBytesPerTask { get; init; }

    public required double EnqueuePerSecond { get; init; }

    /// <summary>For how long the garbage collector stopped all threads while tasks were added and run.</summary>
    public required double GcPauseSeconds { get; init; }
}
