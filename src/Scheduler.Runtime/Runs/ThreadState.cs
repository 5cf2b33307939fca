namespace GeneratedScheduler.Runs;

/// <summary>
/// What code can leave on the thread that it was called on, and what others would then meet there: the synchronization context, in which every
/// plain <c>await</c> goes on, and all that flows with the execution context: async locals, cultures, the principal, the present activity.
/// </summary>
/// <remarks>
/// Only code that is not <c>async</c> leaves any of it. Priority, name and the like are put back by the thread pool after each work item, and
/// threads are given back to it again and again.
/// </remarks>
internal readonly struct ThreadState
{
    private readonly ExecutionContext? _execution;
    private readonly SynchronizationContext? _synchronization;

    private ThreadState(ExecutionContext? execution, SynchronizationContext? synchronization) =>
        (_execution, _synchronization) = (execution, synchronization);

    /// <summary>What there is now.</summary>
    public static ThreadState Capture() => new(ExecutionContext.Capture(), SynchronizationContext.Current);

    /// <summary>Puts it back, on the thread that it was taken from.</summary>
    public void Restore()
    {
        if (!ReferenceEquals(SynchronizationContext.Current, _synchronization))
        {
            SynchronizationContext.SetSynchronizationContext(_synchronization);
        }

        if (_execution is not null && !ReferenceEquals(ExecutionContext.Capture(), _execution))
        {
            ExecutionContext.Restore(_execution);
        }
    }
}
