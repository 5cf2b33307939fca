using System.Globalization;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>Rows of tasks to be added: their options, then their payloads.</summary>
internal sealed class NewTaskRows<TTask, TResult>(
    ReadOnlyMemory<NewTask<TTask>> tasks, TaskMapper<TTask, TResult> mapper, string taskName) : IRowSource
{
    private readonly MemberWriter _members = new(mapper.TaskColumns);

    // Earlier moments mean "at once" just as well, and not every database has them.
    private static readonly DateTimeOffset Earliest = new(1971, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public int Count => tasks.Length;

    public void Write(int row, ColumnWriter writer)
    {
        ref readonly NewTask<TTask> task = ref tasks.Span[row];
        EnqueueOptions options = task.Options;
        writer.WriteGuid(task.Id.Value);
        writer.WriteInt32((int)(task.Start ? TaskState.Waiting : TaskState.Unstarted));
        writer.WriteInt32(options.Priority);
        writer.WriteInt64(Math.Max(options.Delay.Ticks, 0));
        if (options.NotBefore is { } notBefore)
        {
            writer.WriteTimestamp(notBefore > Earliest ? notBefore : Earliest);
        }
        else
        {
            writer.WriteNull();
        }

        WriteUniqueKey(row, options.UniqueKey, writer);
        writer.WriteInt64(options.Timeout?.Ticks);
        writer.WriteInt32(options.MaxAttempts);
        WritePayload(row, task.Payload, writer);
    }

    private void WriteUniqueKey(int row, string? key, ColumnWriter writer)
    {
        try
        {
            writer.WriteText(key);
        }
        catch (UnstorableValueException exception)
        {
            throw Invalid(row, nameof(EnqueueOptions.UniqueKey), exception.Message, exception);
        }
    }

    private void WritePayload(int row, TTask payload, ColumnWriter writer)
    {
        try
        {
            mapper.WriteTask(payload, _members.To(writer));
        }
        catch (UnstorableValueException exception)
        {
            throw Invalid(row, _members.Member, exception.Message, exception);
        }
        catch (Exception exception) when (exception is not SchedulerException)
        {
            throw Invalid(row, _members.Member, $"cannot be stored: {TaskFailure.FromException(exception).Message}", exception);
        }
    }

    /// <summary>What to throw for a task; if there are several, the message tells which one.</summary>
    public InvalidTaskException Invalid(int row, string member, string problem, Exception inner) => tasks.Length == 1
        ? new(taskName, member, problem, inner)
        : new(taskName, member, string.Create(CultureInfo.InvariantCulture, $"{problem} It is task {row + 1} of the {tasks.Length} to be added together."), inner) { Index = row };
}
