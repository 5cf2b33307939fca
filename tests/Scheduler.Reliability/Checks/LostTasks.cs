using GeneratedScheduler.Reliability.Load;
using GeneratedScheduler.Reliability.Work;

namespace GeneratedScheduler.Reliability.Checks;

/// <summary>Finds tasks that are not what was promised when they were added.</summary>
internal static class LostTasks
{
    public static IEnumerable<string> Find(Ledger ledger, WorkerLogs logs, IReadOnlyDictionary<long, FinalRow> rows, IReadOnlySet<long> orders)
    {
        foreach ((long number, Entry entry) in ledger.Entries)
        {
            bool exists = rows.TryGetValue(number, out FinalRow row);
            string? problem = entry.Acknowledgement switch
            {
                Acknowledgement.RolledBack => exists ? "exists although its transaction was rolled back" : null,
                Acknowledgement.WithOrder when exists != orders.Contains(number) => exists ? "exists without the order of its transaction" : "is gone, its order is there",
                Acknowledgement.Acknowledged when !exists => "was acknowledged and is gone",
                _ => exists ? WrongEnd(entry.Kind, row) : null,
            };
            if (problem is not null)
            {
                yield return $"task {number} ({entry.Kind}) {problem}";
            }
        }

        foreach (long number in logs.Spawned)
        {
            string? problem = rows.TryGetValue(number, out FinalRow row) ? WrongEnd(WorkKind.Short, row) : "was acknowledged and is gone";
            if (problem is not null)
            {
                yield return $"task {number} (spawned) {problem}";
            }
        }
    }

    /// <summary>What is wrong with the end of a task that exists, however it was added.</summary>
    private static string? WrongEnd(WorkKind kind, FinalRow row)
    {
        if (!row.IsFinished)
        {
            return $"never ended: it is {row.State}";
        }

        (TaskState state, TaskFailureReason? reason) = kind switch
        {
            WorkKind.Doomed => (TaskState.Failed, TaskFailureReason.Exception),
            WorkKind.Poison => (TaskState.Failed, TaskFailureReason.Lost),
            _ => (TaskState.Succeeded, (TaskFailureReason?)null),
        };
        bool isRight = row.State == state && (reason is null || row.Reason == reason);
        return isRight ? null : $"ended as {row.State} ({row.Reason}, {row.Losses} losses) instead of {state}";
    }
}
