using GeneratedScheduler.Reliability.Faults;

namespace GeneratedScheduler.Reliability.Workers;

/// <summary>A worker that was killed while it held claims under this name.</summary>
/// <param name="Owner">The name.</param>
/// <param name="At">When, in seconds of Unix time.</param>
internal readonly record struct Kill(string Owner, double At);

/// <summary>Keeps a number of workers running, whatever happens to them.</summary>
internal sealed class WorkerPool(Func<int, int, WorkerOptions> describe, int size)
{
    private readonly WorkerProcess?[] _slots = new WorkerProcess?[size];
    private readonly Lock _changing = new();

    // Who has killed one may still wait for its end, so none is disposed before the pool is closed.
    private readonly List<WorkerProcess> _gone = [];
    private int _serial;

    public List<Kill> Kills { get; } = [];

    /// <summary>What workers said that ended although nobody killed them.</summary>
    public List<string> Crashes { get; } = [];

    /// <summary>Starts a worker wherever there is none.</summary>
    public void Fill()
    {
        lock (_changing)
        {
            for (int slot = 0; slot < _slots.Length; slot++)
            {
                if (_slots[slot] is { HasExited: false })
                {
                    continue;
                }

                if (_slots[slot] is { } ended)
                {
                    Note(ended);
                    _gone.Add(ended);
                }

                _slots[slot] = new WorkerProcess(describe(slot, ++_serial));
            }
        }
    }

    // One kill in so many hits whoever is there, also a worker that is just starting; the others hit one that has work.
    private const int AnyWorker = 8;

    /// <summary>Kills a worker, and starts another.</summary>
    public async Task KillOneAsync(Random random)
    {
        WorkerProcess victim = await PickAsync(random, mayBeStarting: random.Next(AnyWorker) == 0, static w => w.IsKilled = true).ConfigureAwait(false);
        double at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        victim.Signal(Signals.Kill);
        if (victim.Owner is { } owner)
        {
            Kills.Add(new Kill(owner, at));
        }

        await victim.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        Fill();
    }

    /// <summary>Stops a worker for a while, as a machine does that swaps or is migrated.</summary>
    public async Task PauseOneAsync(Random random, TimeSpan duration)
    {
        WorkerProcess victim = await PickAsync(random, mayBeStarting: false, static w => w.IsPaused = true).ConfigureAwait(false);
        victim.Signal(Signals.Stop);
        await Task.Delay(duration, TimeProvider.System).ConfigureAwait(false);
        victim.Signal(Signals.Continue);
        victim.IsPaused = false;
    }

    /// <summary>Closes all workers, and says how many had to be killed because they did not end in time.</summary>
    public async Task<int> CloseAsync(TimeSpan patience)
    {
        int stuck = 0;
        using CancellationTokenSource late = new(patience, TimeProvider.System);
        foreach (WorkerProcess worker in _slots.OfType<WorkerProcess>().Where(w => !w.HasExited))
        {
            worker.Close();
        }

        foreach (WorkerProcess worker in _slots.OfType<WorkerProcess>())
        {
            try
            {
                await worker.WaitForExitAsync(late.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                stuck++;
                worker.IsKilled = true;
                worker.Signal(Signals.Kill);
                await worker.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }

            Note(worker);
            worker.Dispose();
        }

        Array.Clear(_slots);
        _gone.ForEach(static worker => worker.Dispose());
        _gone.Clear();
        return stuck;
    }

    // 137 is what remains of a process that was ended by SIGKILL: a poisoned task does it by itself.
    private void Note(WorkerProcess worker)
    {
        if (worker is { IsKilled: false, ExitCode: not (0 or 137) })
        {
            Crashes.Add($"exit code {worker.ExitCode}: {worker.Errors}");
        }
    }

    private async Task<WorkerProcess> PickAsync(Random random, bool mayBeStarting, Action<WorkerProcess> mark)
    {
        while (true)
        {
            Fill();
            lock (_changing)
            {
                WorkerProcess[] ready =
                [
                    .. _slots.OfType<WorkerProcess>().Where(w => w is { IsPaused: false, IsKilled: false, HasExited: false } && (mayBeStarting || w.HasBegun)),
                ];
                if (ready.Length > 0)
                {
                    // Marked at once: another fault may be looking for a worker at the same time.
                    WorkerProcess picked = ready[random.Next(ready.Length)];
                    mark(picked);
                    return picked;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System).ConfigureAwait(false);
        }
    }
}
