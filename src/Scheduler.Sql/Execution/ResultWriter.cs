using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>Writes results; a value that cannot be stored is refused by the name of its member.</summary>
internal sealed class ResultWriter<TTask, TResult>(TaskMapper<TTask, TResult> mapper, string taskName)
{
    private readonly MemberWriter _members = new(mapper.ResultColumns);

    /// <exception cref="InvalidTaskException">The result has a value that cannot be stored.</exception>
    public void Write(TResult? result, ColumnWriter writer)
    {
        try
        {
            mapper.WriteResult(result, _members.To(writer));
        }
        catch (UnstorableValueException exception)
        {
            throw new InvalidTaskException(taskName, _members.Member, exception.Message, exception);
        }
        catch (Exception exception) when (exception is not SchedulerException)
        {
            throw new InvalidTaskException(taskName, _members.Member, $"cannot be stored: {TaskFailure.FromException(exception).Message}", exception);
        }
    }
}
