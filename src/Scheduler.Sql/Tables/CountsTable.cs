using System.Collections.Immutable;

namespace GeneratedScheduler.Sql;

/// <summary>The table of the kept counts, which every database has.</summary>
internal static class CountsTable
{
    public const string Name = "scheduler_counts";

    /// <summary>Its columns with numbers of tasks, in the order of <see cref="TaskState"/>.</summary>
    public static ImmutableArray<string> States { get; } = ["unstarted", "waiting", "running", "exporting", "succeeded", "failed", "stopped"];
}
