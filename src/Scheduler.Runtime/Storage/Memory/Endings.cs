namespace GeneratedScheduler.Storage;

/// <summary>Gathers under the lock who is to be told of an end, and tells them outside it. Allocates for two or more only.</summary>
internal struct Endings<TTask, TResult>
{
    private Ending? _first;
    private List<Ending>? _others;

    /// <summary>Takes the observers of a task whose end has just been written.</summary>
    internal void Add(TaskEntry<TTask, TResult> ended)
    {
        if (ended.TakeObservers() is not { } observers || !ended.TryGetOutcome(out TaskOutcome<TResult> outcome))
        {
            return;
        }

        if (_first is null)
        {
            _first = new Ending(observers, outcome);
        }
        else
        {
            (_others ??= []).Add(new Ending(observers, outcome));
        }
    }

    internal readonly void Tell()
    {
        _first?.Tell();
        if (_others is not null)
        {
            foreach (Ending ending in _others)
            {
                ending.Tell();
            }
        }
    }

    private readonly struct Ending(TaskCompletionSource<TaskOutcome<TResult>> observers, TaskOutcome<TResult> outcome)
    {
        internal void Tell() => observers.TrySetResult(outcome);
    }
}
