using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Scheduling;

/// <summary>Adds the output that a persister keeps to the outcome that the container knows.</summary>
internal sealed class PersistedOutcomes<TTask, TResult>(
    string taskName,
    ITaskOutcomeSource<TResult> outcomes,
    ITaskDataPersister<TTask, TResult> persister) : ITaskOutcomeSource<TResult>, IKnownEnd
{
    public TaskState? End => (outcomes as IKnownEnd)?.End;

    public Task<TaskOutcome<TResult>> WaitAsync(TaskId id) => LoadAsync(id).Observed();

    private async Task<TaskOutcome<TResult>> LoadAsync(TaskId id)
    {
        TaskOutcome<TResult> outcome = await outcomes.WaitAsync(id).ConfigureAwait(false);
        if (outcome.State != TaskState.Succeeded)
        {
            return outcome;
        }

        try
        {
            return new(TaskState.Succeeded, await persister.LoadAsync(id, CancellationToken.None).ConfigureAwait(false), null);
        }
        catch (UnreadableMemberException unreadable)
        {
            throw unreadable.OfResult(taskName, id);
        }
    }
}
