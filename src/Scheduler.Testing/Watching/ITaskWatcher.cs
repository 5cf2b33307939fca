using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Testing;

/// <summary>Learns what happens to the tasks of one kind. Called by whichever thread asked the container for it.</summary>
internal interface ITaskWatcher<TTask, TResult>
{
    /// <summary>Tasks were added.</summary>
    void Added(ReadOnlySpan<NewTask<TTask>> tasks)
    {
    }

    /// <summary>Tasks were claimed.</summary>
    void Claimed(ReadOnlySpan<ClaimedTask<TTask>> tasks)
    {
    }

    /// <summary>Claimed tasks were moved, as far as the container accepted it.</summary>
    void Moved(ReadOnlySpan<TaskTransition<TResult>> moves, ReadOnlySpan<bool> accepted)
    {
    }

    /// <summary>A call begins that may change something.</summary>
    void Entered()
    {
    }

    /// <summary>The call is over, and what it changed was told.</summary>
    void Left()
    {
    }
}
