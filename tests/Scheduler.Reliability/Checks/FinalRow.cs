using System.Globalization;
using GeneratedScheduler.Reliability.Stores;

namespace GeneratedScheduler.Reliability.Checks;

/// <summary>A task as its row is in the end.</summary>
internal readonly record struct FinalRow(long Number, TaskState State, long Token, long? Result, int Losses, TaskFailureReason? Reason)
{
    private const string Query = "SELECT number, task_state, task_claim_token, result, task_losses, task_failure_reason FROM work";

    private static readonly string Unfinished = string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT count(*) FROM work WHERE task_state NOT IN ({(int)TaskState.Succeeded}, {(int)TaskState.Failed}, {(int)TaskState.Stopped})");

    public bool IsFinished => State is TaskState.Succeeded or TaskState.Failed or TaskState.Stopped;

    public static Task<List<FinalRow>> ReadAllAsync(Store store, CancellationToken cancellationToken) => store.ReadAsync(
        Query,
        static reader => new FinalRow(
            reader.GetInt64(0),
            (TaskState)reader.GetInt32(1),
            reader.GetInt64(2),
            reader.IsDBNull(3) ? null : reader.GetInt64(3),
            reader.GetInt32(4),
            reader.IsDBNull(5) ? null : (TaskFailureReason)reader.GetInt32(5)),
        cancellationToken);

    /// <summary>Waits until every task has ended; <see langword="false"/> if that takes too long.</summary>
    public static async Task<bool> WaitForAllAsync(Store store, TimeSpan patience, Action again)
    {
        long begin = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begin) < patience)
        {
            List<long> left = await store.ReadAsync(Unfinished, static reader => reader.GetInt64(0), CancellationToken.None).ConfigureAwait(false);
            if (left[0] == 0)
            {
                return true;
            }

            again();
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }

        return false;
    }
}
