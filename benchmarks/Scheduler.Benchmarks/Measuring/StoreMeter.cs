using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Measuring;

/// <summary>What a server has counted until some moment; <see langword="null"/> where it does not count.</summary>
internal readonly record struct StoreCounts(long? Commits, long? Statements)
{
    public long? Rollbacks { get; init; }

    public long? Transactions => Commits + Rollbacks;
}

/// <summary>How many transactions the benchmark's database has committed and how many statements it has carried out, as the server counts them.</summary>
internal abstract class StoreMeter : IAsyncDisposable
{
    /// <summary>Makes one, if tasks are kept by a server.</summary>
    public static StoreMeter? For(string container) =>
        PostgreSqlServer.Keeps(container) ? new PostgreSqlMeter()
        : container.EndsWith("mysql", StringComparison.Ordinal) ? new MySqlMeter()
        : null;

    /// <summary>Counts once everything that was done so far is counted.</summary>
    public abstract Task<StoreCounts> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Counts at once: what a server reports late is missing, which makes no difference between two moments if it always does the same.</summary>
    public abstract Task<StoreCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>How many connections clients have to the database, its own left out.</summary>
    public abstract Task<int> CountConnectionsAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Adds what was counted between two moments to the figures, for 1,000 tasks.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="before">The first moment; <see langword="null"/> if nothing was counted.</param>
    /// <param name="after">The second.</param>
    /// <param name="own">How many reads of one statement the benchmark itself has had the system make meanwhile.</param>
    /// <param name="tasks">How many tasks there were.</param>
    public static Figures Add(Figures figures, StoreCounts? before, StoreCounts? after, double own, double tasks) => figures
        .With("commits_per_1000_tasks", (after?.Commits - before?.Commits - own) * 1000 / tasks)
        .With("statements_per_1000_tasks", (after?.Statements - before?.Statements - own) * 1000 / tasks);
}
