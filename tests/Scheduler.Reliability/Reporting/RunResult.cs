using GeneratedScheduler.Reliability.Checks;
using GeneratedScheduler.Reliability.Faults;

namespace GeneratedScheduler.Reliability.Reporting;

/// <summary>What one run of the harness found.</summary>
internal sealed record RunResult
{
    public required string Store { get; init; }

    public required int Seed { get; init; }

    public required double Seconds { get; init; }

    public required IReadOnlyDictionary<FaultKind, int> Faults { get; init; }

    public required int Acknowledged { get; init; }

    public required int RolledBack { get; init; }

    public required int Succeeded { get; init; }

    public required int Failed { get; init; }

    /// <summary>Calls of the producer that threw because of a fault.</summary>
    public required int FailedCalls { get; init; }

    public required IReadOnlyList<string> Lost { get; init; }

    public required IReadOnlyList<string> Stale { get; init; }

    /// <summary>Runs that came to their end too late, or were repeated, and could not write.</summary>
    public required int Refused { get; init; }

    public required int Runs { get; init; }

    public required int MostRuns { get; init; }

    public required int RunTwice { get; init; }

    public required int TasksRun { get; init; }

    public required Recovery Recovery { get; init; }

    /// <summary>The longest time in seconds that it took to start the server again.</summary>
    public required double LongestOutage { get; init; }

    /// <summary>Whatever else must not happen: a store that does not drain, workers that crash or do not close.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    public int Kills => Faults.GetValueOrDefault(FaultKind.Kill);

    public bool IsGood => Lost.Count == 0 && Stale.Count == 0 && Problems.Count == 0;
}
