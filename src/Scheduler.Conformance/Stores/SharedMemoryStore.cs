using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>
/// A store in memory that several container objects share, the way several processes share a database: for tests of what happens
/// between processes, without a server and with any clock.
/// </summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>
/// <para>
/// The store outlives its container objects: disposing one leaves the tasks where they are, and not disposing one is what a crash
/// looks like. Higher priorities first, then first come, first served. Every task is kept until it is deleted.
/// </para>
/// <para>Plain and obviously right rather than fast: most steps look at every task.</para>
/// </remarks>
public sealed class SharedMemoryStore<TTask, TResult>
{
    private readonly ContainerModel<TTask, TResult> _model;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Makes an empty store.</summary>
    /// <param name="clock">The clock of the store; <see cref="TimeProvider.System"/> if left out.</param>
    public SharedMemoryStore(TimeProvider? clock = null) : this(new ContainerModel<TTask, TResult>(), clock ?? TimeProvider.System)
    {
    }

    internal SharedMemoryStore(ContainerModel<TTask, TResult> model, TimeProvider clock) => (_model, _clock) = (model, clock);

    internal TimeProvider Clock => _clock;

    /// <summary>Opens the store once more, as another process would.</summary>
    public ITaskContainer<TTask, TResult> Open() => new SharedMemoryContainer<TTask, TResult>(this);

    /// <summary>One atomic step that may change something.</summary>
    internal T Change<T>(Func<ContainerModel<TTask, TResult>, T> step)
    {
        TaskCompletionSource changed;
        T answer;
        lock (_lock)
        {
            _model.Now = _clock.GetUtcNow();
            answer = step(_model);
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
        return answer;
    }

    /// <summary>Looks at the tasks, and hands out the signal of the next change.</summary>
    internal T Look<T>(Func<ContainerModel<TTask, TResult>, T> look, out Task changed)
    {
        lock (_lock)
        {
            _model.Now = _clock.GetUtcNow();
            changed = _changed.Task;
            return look(_model);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
