using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>
/// For containers in this process: whoever ended a run calls the container itself. The call completes at once, so there is
/// nothing to gain from waiting for others.
/// </summary>
internal sealed class DirectTransitionWriter<TTask, TResult>(
    ITaskContainer<TTask, TResult> container,
    TransitionSender<TTask, TResult> sender) : ITransitionWriter<TTask, TResult>
{
    public ValueTask<WriteResult> WriteAsync(
        TaskTransition<TResult> transition,
        Run<TTask, TResult> run,
        WorkerBuffers<TTask, TResult>? buffers)
    {
        buffers ??= new WorkerBuffers<TTask, TResult>();
        buffers.Transition[0] = transition;
        buffers.Accepted[0] = false;
        ValueTask applied;
        try
        {
            applied = container.ApplyAsync(buffers.Transition, buffers.Accepted, CancellationToken.None);
        }
        catch (Exception exception)
        {
            applied = ValueTask.FromException(exception);
        }

        if (!applied.IsCompletedSuccessfully)
        {
            return AwaitAsync(applied, transition, run, buffers);
        }

        sender.Succeeded();
        return ValueTask.FromResult(buffers.Accepted[0] ? WriteResult.Accepted : WriteResult.Refused);
    }

    private async ValueTask<WriteResult> AwaitAsync(
        ValueTask applied,
        TaskTransition<TResult> transition,
        Run<TTask, TResult> run,
        WorkerBuffers<TTask, TResult> buffers)
    {
        try
        {
            await applied.ConfigureAwait(false);
            sender.Succeeded();
            return buffers.Accepted[0] ? WriteResult.Accepted : WriteResult.Refused;
        }
        catch (Exception exception)
        {
            WriteResult[] result = new WriteResult[1];
            await sender.SendAsync(new[] { transition }, [run], result, exception).ConfigureAwait(false);
            return result[0];
        }
    }
}
