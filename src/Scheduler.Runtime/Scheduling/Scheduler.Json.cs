using GeneratedScheduler.Scheduling;

namespace GeneratedScheduler;

public partial class Scheduler<TTask, TResult>
{
    /// <inheritdoc/>
    public virtual async ValueTask<TaskId> EnqueueJsonAsync(
        ReadOnlyMemory<byte> json,
        EnqueueOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Engine.ThrowIfClosed(this);
        TTask task = PayloadJson.Read(Engine.Parts.Definition, json.Span);
        return (await EnqueueAsync(task, options, cancellationToken).ConfigureAwait(false)).Id;
    }
}
