using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>What became of a move that was sent to the container.</summary>
internal enum WriteResult
{
    /// <summary>The move was made.</summary>
    Accepted = 0,

    /// <summary>The claim no longer holds: somebody else has the task, or it has ended.</summary>
    Refused = 1,

    /// <summary>The container failed for as long as the lease held; the task will be rescued.</summary>
    GivenUp = 2,

    /// <summary>
    /// The container does not take the move as it is, whatever is tried, and the details of the run have its words; nothing was changed, and the claim holds.
    /// </summary>
    Unstorable = 3,
}

/// <summary>Sends moves of runs to the container, and repeats what failed for as long as the lease holds.</summary>
internal interface ITransitionWriter<TTask, TResult>
{
    /// <summary>Makes one move of a run.</summary>
    /// <param name="transition">The move.</param>
    /// <param name="run">The run that it belongs to.</param>
    /// <param name="buffers">The worker's own buffers, or <see langword="null"/> for a caller that has none.</param>
    ValueTask<WriteResult> WriteAsync(TaskTransition<TResult> transition, Run<TTask, TResult> run, WorkerBuffers<TTask, TResult>? buffers);
}

/// <summary>Places for one move and one claim, used by one worker over and over.</summary>
internal sealed class WorkerBuffers<TTask, TResult>
{
    public TaskTransition<TResult>[] Transition { get; } = new TaskTransition<TResult>[1];

    public bool[] Accepted { get; } = new bool[1];

    public ClaimedTask<TTask>[] Claimed { get; } = new ClaimedTask<TTask>[1];
}
