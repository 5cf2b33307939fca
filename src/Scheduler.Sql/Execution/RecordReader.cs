using System.Collections.Immutable;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>Makes claimed tasks and records of rows.</summary>
internal sealed class RecordReader<TTask, TResult>(TaskMapper<TTask, TResult> mapper, TableColumns columns)
{
    /// <summary>Reads a row of <see cref="ClaimStatements.ClaimedColumns"/> and the payload.</summary>
    public ClaimedTask<TTask> ReadClaimed(SqlRowReader row)
    {
        (TTask? payload, UnreadableMemberException? problem) = ReadPayload(row, ClaimStatements.ClaimedCount);
        return new ClaimedTask<TTask>(
            TaskId.From(row.GetGuid(0)),
            payload!,
            ReadOptions(row, priority: 2, uniqueKey: 8, timeout: 9, maxAttempts: 10, delay: 11),
            row.GetInt64(3),
            row.GetInt32(4))
        {
            Handle = row.IsNull(5) ? null : new TaskRunHandle(row.GetText(5), row.IsNull(6) ? 0 : row.GetInt64(6)),
            StopRequested = row.GetBoolean(7),
            WorkAge = ReadAge(row, began: 12, seen: 13),
            Unreadable = problem is null ? null : new TaskFailure(TaskFailureReason.Unreadable, problem.Message, problem.GetType().FullName),
        };
    }

    /// <summary>Reads a row of <see cref="ReadStatements.RecordColumns"/>, the payload and the result.</summary>
    public TaskRecord<TTask, TResult> ReadRecord(SqlRowReader row)
    {
        TaskState state = (TaskState)row.GetInt32(RecordPlaces.Of(State));
        bool isClaimed = TaskStateMachine.IsClaimed(state);
        TaskFailure? failure = ReadFailure(row);
        (TTask? payload, UnreadableMemberException? problem) = ReadPayload(row, RecordPlaces.Count);
        TResult? result = default;
        UnreadableMemberException? unreadable = null;
        if (state == TaskState.Succeeded)
        {
            (result, unreadable) = ReadResult(row);
            problem ??= unreadable;
        }

        return new TaskRecord<TTask, TResult>(
            TaskId.From(row.GetGuid(RecordPlaces.Of(Id))),
            payload!,
            state,
            ReadOptions(row, RecordPlaces.Of(Priority), RecordPlaces.Of(UniqueKey), RecordPlaces.Of(FrameworkColumns.Timeout), RecordPlaces.Of(MaxAttempts), RecordPlaces.Of(Delay)))
        {
            Attempt = row.GetInt32(RecordPlaces.Of(Attempt)),
            Losses = row.GetInt32(RecordPlaces.Of(Losses)),
            ClaimToken = row.GetInt64(RecordPlaces.Of(ClaimToken)),
            Owner = isClaimed && !row.IsNull(RecordPlaces.Of(Owner)) ? new ClaimantId(row.GetGuid(RecordPlaces.Of(Owner))) : null,
            LeaseUntil = isClaimed ? Moment(row, LeaseUntil) : null,
            Handle = row.IsNull(RecordPlaces.Of(Handle)) ? null : row.GetText(RecordPlaces.Of(Handle)),
            StopRequested = row.GetBoolean(RecordPlaces.Of(StopRequested)),
            Progress = ReadProgress(row),
            Failure = problem is null ? failure : new TaskFailure(TaskFailureReason.Unreadable, problem.Message, problem.GetType().FullName),
            Result = result,
            UnreadableResult = unreadable,
            CreatedAt = row.GetTimestamp(RecordPlaces.Of(CreatedAt)),
            NotBefore = row.GetTimestamp(RecordPlaces.Of(NotBefore)),
            StartedAt = Moment(row, StartedAt),
            FinishedAt = TaskStateMachine.IsFinished(state) ? Moment(row, FinishedAt) : null,
        };
    }

    private static TimeSpan ReadAge(SqlRowReader row, int began, int seen)
    {
        TimeSpan age = row.IsNull(began) || row.IsNull(seen) ? TimeSpan.Zero : row.GetTimestamp(seen) - row.GetTimestamp(began);
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    private static DateTimeOffset? Moment(SqlRowReader row, string column) => row.IsNull(RecordPlaces.Of(column)) ? null : row.GetTimestamp(RecordPlaces.Of(column));

    private static TaskProgress? ReadProgress(SqlRowReader row)
    {
        int message = RecordPlaces.Of(ProgressMessage);
        return row.IsNull(RecordPlaces.Of(Progress)) ? null : new TaskProgress(row.GetDouble(RecordPlaces.Of(Progress)), row.IsNull(message) ? null : row.GetText(message));
    }

    private static TaskFailure? ReadFailure(SqlRowReader row)
    {
        if (row.IsNull(RecordPlaces.Of(FailureReason)))
        {
            return null;
        }

        string? Text(string column) => row.IsNull(RecordPlaces.Of(column)) ? null : row.GetText(RecordPlaces.Of(column));
        return new TaskFailure((TaskFailureReason)row.GetInt32(RecordPlaces.Of(FailureReason)), Text(FailureMessage) ?? "", Text(FailureType), Text(FailureStack));
    }

    private static EnqueueOptions ReadOptions(SqlRowReader row, int priority, int uniqueKey, int timeout, int maxAttempts, int delay)
    {
        int rank = row.GetInt32(priority);
        long waits = row.GetInt64(delay);
        if (rank == 0 && waits == 0 && row.IsNull(uniqueKey) && row.IsNull(timeout) && row.IsNull(maxAttempts))
        {
            return EnqueueOptions.Default;
        }

        return new EnqueueOptions
        {
            Priority = rank,
            UniqueKey = row.IsNull(uniqueKey) ? null : row.GetText(uniqueKey),
            Timeout = row.IsNull(timeout) ? null : new TimeSpan(row.GetInt64(timeout)),
            MaxAttempts = row.IsNull(maxAttempts) ? null : row.GetInt32(maxAttempts),
            Delay = new TimeSpan(waits),
        };
    }

    private (TTask?, UnreadableMemberException?) ReadPayload(SqlRowReader row, int offset) => Read(row, "payload", offset, columns.Task, mapper.ReadTask);

    private (TResult?, UnreadableMemberException?) ReadResult(SqlRowReader row) =>
        Read(row, "result", RecordPlaces.Count + columns.Task.Length, columns.Result, mapper.ReadResult);

    // One row that cannot be read fails alone; its neighbours run.
    private static (T?, UnreadableMemberException?) Read<T>(
        SqlRowReader row, string part, int offset, ImmutableArray<TaskColumn> typed, Func<ColumnReader, T?> read)
    {
        (row.Offset, row.Columns) = (offset, typed);
        try
        {
            return (read(row), null);
        }
        catch (UnreadableMemberException problem)
        {
            return (default, problem);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Constructors, setters and converters of the application run in there, and may throw anything. The row is in memory: nothing is waited for.
            string message = TaskFailure.FromException(exception).Message;
            return (default, new UnreadableMemberException(part, $"cannot be read: {exception.GetType().Name}: {message}", exception));
        }
        finally
        {
            (row.Offset, row.Columns) = (0, []);
        }
    }
}
