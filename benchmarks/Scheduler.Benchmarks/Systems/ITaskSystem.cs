namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>One system under test, for one round. Disposing it ends its threads and forgets its tasks.</summary>
internal interface ITaskSystem : IAsyncDisposable
{
    /// <summary>Whether tasks survive the process, so that they are over only when that is stored.</summary>
    bool IsDurable => false;

    /// <summary>Adds runs of <see cref="Tasks.NoOp.Sum"/>; returns when they are all accepted.</summary>
    ValueTask EnqueueAsync(int count);

    /// <summary>Begins to run what was added and what is added from now on.</summary>
    ValueTask StartAsync();

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
