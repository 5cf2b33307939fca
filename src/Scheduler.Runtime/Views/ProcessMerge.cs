namespace GeneratedScheduler.Views;

/// <summary>Processes as several stores list them: each comes once. Not for concurrent use.</summary>
internal sealed class ProcessMerge
{
    private readonly Dictionary<ClaimantId, TaskProcess> _all = [];

    public void AddRange(IEnumerable<TaskProcess> processes)
    {
        foreach (TaskProcess process in processes)
        {
            _all[process.Claimant] = _all.TryGetValue(process.Claimant, out TaskProcess? known) ? Merged(known, process) : process;
        }
    }

    /// <summary>The processes, the oldest first.</summary>
    public IReadOnlyList<TaskProcess> ToList() => [.. _all.Values.OrderBy(static process => process.StartedAt).ThenBy(static process => process.Claimant.Value)];

    private static TaskProcess Merged(TaskProcess one, TaskProcess other)
    {
        // Not the sum: two stores of a view that use one database list the same announcements.
        Dictionary<string, int> runs = new(one.Runs, StringComparer.Ordinal);
        foreach ((string kind, int count) in other.Runs)
        {
            runs[kind] = Math.Max(runs.GetValueOrDefault(kind), count);
        }

        return new TaskProcess
        {
            Claimant = one.Claimant,
            MachineName = one.MachineName,
            ProcessId = one.ProcessId,
            StartedAt = one.StartedAt < other.StartedAt ? one.StartedAt : other.StartedAt,
            LastSeenAt = one.LastSeenAt > other.LastSeenAt ? one.LastSeenAt : other.LastSeenAt,
            Runs = runs,
        };
    }
}
