using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>One kind of task as its store sees it: its statements and who waits for its tasks, without payloads and results.</summary>
/// <param name="taskName">The name of the kind, for messages.</param>
internal sealed class SqlKind(string taskName)
{
    private volatile TaskStatements? _statements;
    private long _writes;

    public string TaskName => taskName;

    /// <summary>What wakes those who wait for tasks.</summary>
    public SqlWakeups Wakeups { get; } = new();

    /// <summary>The leases that were over at the latest look.</summary>
    public LeasesSeenOver LeasesSeenOver { get; } = new(TimeProvider.System);

    /// <summary>When a call about leases failed although it was about this kind alone; <see langword="null"/> if the latest one worked. Used by the calls of one thread.</summary>
    public long? FailedAlone { get; set; }

    /// <summary>How often this process has written to the table.</summary>
    public long Writes => Volatile.Read(ref _writes);

    /// <summary>Notes that this process writes to the table.</summary>
    public void NoteWrite() => Interlocked.Increment(ref _writes);

    /// <summary>The statements about its table.</summary>
    /// <exception cref="InvalidOperationException">The container is not initialized.</exception>
    public TaskStatements Statements
    {
        get => _statements ?? throw new InvalidOperationException("The container is not initialized; call InitializeAsync first.");
        set => _statements = value;
    }

    /// <summary>Whether the table is known to be there.</summary>
    public bool IsOpen => _statements is not null;
}

/// <summary>A container of a SQL store.</summary>
internal interface ISqlContainer
{
    /// <summary>Its kind of task.</summary>
    SqlKind Kind { get; }

    /// <summary>The store that has opened it.</summary>
    SqlStore Store { get; }

    /// <summary>What a commit does in its table.</summary>
    /// <exception cref="InvalidOperationException">The container is not initialized.</exception>
    ISqlCommitPart Prepare(TaskCommit commit, CommitPart part);
}
