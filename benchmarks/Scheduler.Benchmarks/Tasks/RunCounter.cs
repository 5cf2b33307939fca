using System.Diagnostics;

namespace GeneratedScheduler.Benchmarks.Tasks;

/// <summary>Counts the runs of one round, and remembers when the last one was over.</summary>
/// <remarks>
/// All systems count with the same interlocked increment, which costs more than everything else that a no-op task does: it is a
/// part of the floor too.
/// </remarks>
internal sealed class RunCounter
{
    private readonly TaskCompletionSource _allRan = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _expected;
    private int _ran;
    private long _finishedAt;

    public RunCounter(int expected) => _expected = expected;

    /// <summary>How many runs there were so far; more than expected if a task ran twice.</summary>
    public int Ran => Volatile.Read(ref _ran);

    /// <summary>When the last task was over, as a timestamp of <see cref="Stopwatch"/>; 0 as long as it is not.</summary>
    public long FinishedAt => Volatile.Read(ref _finishedAt);

    /// <summary>Notes one run. Called by the task's body.</summary>
    public void Count()
    {
        if (Interlocked.Increment(ref _ran) == _expected)
        {
            // Here and not where it is awaited: to be woken up takes longer than hundreds of tasks.
            Volatile.Write(ref _finishedAt, Stopwatch.GetTimestamp());
            _allRan.SetResult();
        }
    }

    /// <summary>Waits until all tasks have run.</summary>
    /// <returns>Whether they did in time.</returns>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await _allRan.Task.WaitAsync(timeout, TimeProvider.System, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
