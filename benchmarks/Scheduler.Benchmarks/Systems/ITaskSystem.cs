namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>One system under test, for one round. Disposing it ends its threads and forgets its tasks.</summary>
internal interface ITaskSystem : IAsyncDisposable
{
    /// <summary>Whether tasks survive the process, so that they are over only when that is stored.</summary>
    bool IsDurable => false;

    /// <summary>Whether who adds a task is told when its end is stored.</summary>
    bool TellsCompletion => false;

    /// <summary>How many transactions the benchmark itself has had the system's store make, to see how far the system is.</summary>
    int OwnTransactions => 0;

    /// <summary>Adds runs of <see cref="Tasks.NoOp.Sum"/>, so many with one call if the system can; returns when they are all accepted.</summary>
    ValueTask EnqueueAsync(int count, int batch);

    /// <summary>Begins to run what was added and what is added from now on.</summary>
    ValueTask StartAsync();

    /// <summary>Adds one run and waits until it is over; by default, until its code is.</summary>
    async ValueTask RunOneAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await EnqueueAsync(1, 1);
        await Tasks.NoOp.Counter.WaitAsync(timeout, cancellationToken);
    }

    /// <summary>How many tasks wait to be run; <see langword="null"/> if the system cannot tell.</summary>
    ValueTask<long?> CountWaitingAsync() => new((long?)null);

    /// <summary>Waits, after the last run, until the end of every task is stored as durably as the system stores it.</summary>
    ValueTask SettleAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

/// <summary>What a round asks of a system.</summary>
/// <param name="Container">Where our tasks are stored; peers have their own store.</param>
/// <param name="Tasks">How many tasks will be in the system at once.</param>
/// <param name="Concurrency">How many tasks may run at once.</param>
/// <param name="Batch">How many tasks are added with one call, by systems that can.</param>
internal sealed record SystemSettings(string Container, int Tasks, int Concurrency, int Batch);

/// <summary>A system that can be measured.</summary>
internal interface ITaskSystemFactory
{
    /// <summary>What <c>system</c> says in a line.</summary>
    string Name { get; }

    /// <summary>Whether the system is so slow that it gets fewer tasks, so that a run stays short.</summary>
    bool IsCapped { get; }

    /// <summary>What <c>container</c> says in a line.</summary>
    string ContainerOf(SystemSettings settings);

    /// <summary>Makes the system, not started.</summary>
    ValueTask<ITaskSystem> CreateAsync(SystemSettings settings);
}
