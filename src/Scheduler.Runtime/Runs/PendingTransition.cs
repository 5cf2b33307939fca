using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>A move that waits to be sent, or for its answer.</summary>
internal sealed class PendingTransition<TTask, TResult>(TaskTransition<TResult> transition, Run<TTask, TResult> run)
{
    public TaskTransition<TResult> Transition => transition;

    public Run<TTask, TResult> Run => run;

    public TaskCompletionSource<WriteResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether another task may run in the slot once the move is made.</summary>
    public bool FreesSlot { get; } = run.IsCodeOver && transition.Event is not (TaskEvent.Report or TaskEvent.Export);
}
