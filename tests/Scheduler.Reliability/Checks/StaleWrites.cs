using GeneratedScheduler.Reliability.Work;

namespace GeneratedScheduler.Reliability.Checks;

/// <summary>
/// Finds writes of runs that had lost their claim. Whatever a run writes carries the token of its claim, and the audit has the token that the
/// row had at that moment: they must be the same, and nothing may be written to a task that has ended.
/// </summary>
internal static class StaleWrites
{
    public static IEnumerable<string> Find(IEnumerable<AuditRow> audit, IEnumerable<FinalRow> rows, WorkerLogs logs)
    {
        Dictionary<long, AuditRow> before = [];
        foreach (AuditRow row in audit)
        {
            if (Problem(row, before.GetValueOrDefault(row.Number)) is { } problem)
            {
                yield return $"task {row.Number}: {problem} ({row})";
            }

            before[row.Number] = row;
        }

        foreach (FinalRow row in rows.Where(r => r.State == TaskState.Succeeded && r.Result != r.Token))
        {
            yield return $"task {row.Number}: its result was written under token {row.Result}, its latest claim has {row.Token}";
        }

        foreach ((long number, int times) in logs.Accepted.Where(a => a.Value > 1))
        {
            yield return $"task {number}: {times} runs were told that its end was accepted from them";
        }
    }

    private static string? Problem(AuditRow row, AuditRow? before) => row switch
    {
        { OldState: TaskState.Succeeded or TaskState.Failed or TaskState.Stopped } => "changed after its end",
        { NewState: not null } when row.NewToken < row.OldToken => "its claim token went back",
        { NewState: TaskState.Succeeded } when row.Result != row.OldToken => $"ended by the run with token {row.Result}",
        { NewState: TaskState.Succeeded, OldOwner: null } => "ended by a run although nobody held it",
        _ when IsForeign(row.Failure, before?.Failure, row.OldToken) => $"failed by another run ({row.Failure})",
        _ when IsForeign(row.Progress, before?.Progress, row.OldToken) => $"progress of another run ({row.Progress})",
        _ => null,
    };

    private static bool IsForeign(string? mark, string? before, long token) =>
        mark is not null && mark != before && mark.StartsWith("token=", StringComparison.Ordinal) && mark != Duties.Mark(token);

    /// <summary>Runs that came to their end when another claim had been made: the writes that fencing had to refuse, and did.</summary>
    public static int CountRefused(IReadOnlyList<AuditRow> audit, WorkerLogs logs)
    {
        HashSet<(long, long)> counted = [];
        foreach (AuditRow row in audit)
        {
            if (row.NewState == TaskState.Succeeded && row.Result is { } result)
            {
                counted.Add((row.Number, result));
            }
        }

        return logs.Ended.Count(ended => !counted.Contains(ended));
    }
}
