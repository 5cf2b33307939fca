using GeneratedScheduler.Reliability.Work;

namespace GeneratedScheduler.Reliability.Load;

/// <summary>What became of an add, as the one who asked for it knows.</summary>
internal enum Acknowledgement
{
    /// <summary>The call failed in a way that leaves open whether the task exists; either is right.</summary>
    Unknown = 0,

    /// <summary>The task must exist, and must end.</summary>
    Acknowledged = 1,

    /// <summary>The transaction was rolled back: the task must not exist.</summary>
    RolledBack = 2,

    /// <summary>The commit broke: the task must exist exactly if the application's own row does.</summary>
    WithOrder = 3,
}

/// <summary>A task that the harness wanted.</summary>
internal readonly record struct Entry(WorkKind Kind, Acknowledgement Acknowledgement);

/// <summary>All tasks that were asked for, by their numbers.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<long, Entry> _entries = [];
    private readonly Lock _writing = new();
    private long _lastNumber;

    public IReadOnlyDictionary<long, Entry> Entries => _entries;

    public long NextNumber() => Interlocked.Increment(ref _lastNumber);

    public void Note(long number, WorkKind kind, Acknowledgement acknowledgement)
    {
        lock (_writing)
        {
            _entries[number] = new Entry(kind, acknowledgement);
        }
    }

    public int Count(Acknowledgement acknowledgement) => _entries.Values.Count(e => e.Acknowledgement == acknowledgement);
}
