using GeneratedScheduler.Persistence;

namespace GeneratedScheduler.Scheduling;

/// <summary>Adds the output that a persister keeps to the outcome that the container knows.</summary>
internal sealed class PersistedOutcomes<TTask, TResult>(
    ITaskOutcomeSource<TResult> outcomes,
    ITaskDataPersister<TTask, TResult> persister) : ITaskOutcomeSource<TResult>
{
    public async Task<TaskOutcome<TResult>> WaitAsync(TaskId id)
    {
        TaskOutcome<TResult> outcome = await outcomes.WaitAsync(id).ConfigureAwait(false);
        return outcome.State == TaskState.Succeeded
            ? outcome with { Result = await persister.LoadAsync(id, CancellationToken.None).ConfigureAwait(false) }
            : outcome;
    }
}
