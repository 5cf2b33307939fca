using System.Globalization;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>What a table really has, whatever is kept about it.</summary>
internal static class TableScan
{
    /// <summary>How many rows there are in each state.</summary>
    public static async Task<TaskCounts> CountAsync(SqlTestStore store, string table)
    {
        Dictionary<string, long> rows = (await store.QueryAsync($"SELECT task_state FROM {store.Quote(table)}"))
            .GroupBy(state => state!).ToDictionary(g => g.Key, g => g.LongCount());
        return new TaskCounts
        {
            Unstarted = Of(TaskState.Unstarted),
            Waiting = Of(TaskState.Waiting),
            Running = Of(TaskState.Running),
            Exporting = Of(TaskState.Exporting),
            Succeeded = Of(TaskState.Succeeded),
            Failed = Of(TaskState.Failed),
            Stopped = Of(TaskState.Stopped),
        };

        long Of(TaskState state) => rows.GetValueOrDefault(((int)state).ToString(CultureInfo.InvariantCulture));
    }
}
