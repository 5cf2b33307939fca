using GeneratedScheduler.Runs;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Loops;

/// <summary>Claims waiting tasks for free slots, and starts a worker for each.</summary>
internal sealed class SchedulingLoop<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    StoreEngine engine,
    ContainerStart<TTask, TResult> containerStart,
    RunTable<TTask, TResult> runs,
    ClaimGate<TTask, TResult> gate,
    WorkerPool<TTask, TResult> workers,
    BatchedTransitionWriter<TTask, TResult>? ends)
    : BackgroundLoop(parts.ForLoop("claiming"), parts.Background, parts.Time)
{
    private const int MaxBatch = 1000;

    private ClaimedTask<TTask>[] _claimed = new ClaimedTask<TTask>[Math.Min(parts.Options.Concurrency, 16)];

    protected override async ValueTask RunRoundAsync(CancellationToken stopping)
    {
        await containerStart.EnsureAsync(stopping).ConfigureAwait(false);
        await gate.WaitAsync(stopping).ConfigureAwait(false);
        int? count = ends is null ? await ClaimAsync([], stopping).ConfigureAwait(false) : await ClaimAndWriteEndsAsync(ends, stopping).ConfigureAwait(false);
        if (count == 0)
        {
            await engine.WaitForTasksAsync(parts.Container, parts.ClaimRequest, parts.Options.SchedulingInterval, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Claims, and writes the ends of runs in the same step if the container can.</summary>
    private async ValueTask<int?> ClaimAndWriteEndsAsync(BatchedTransitionWriter<TTask, TResult> writer, CancellationToken stopping)
    {
        bool carries = parts.Container.CanExchange;
        if (carries)
        {
            writer.BeginCarrying();
        }

        try
        {
            // Behind the work that is queued already: slots that become free at this moment are claimed for in the same call.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            if (Gathering.IsWorthwhile(runs.Free + (carries ? writer.Ends : 0), runs.Used))
            {
                await Gathering.WaitAsync().ConfigureAwait(false);
            }

            return await ClaimAsync(carries ? writer.Take() : [], stopping).ConfigureAwait(false);
        }
        finally
        {
            if (carries)
            {
                writer.EndCarrying();
            }
        }
    }

    /// <returns>How many tasks were claimed; <see langword="null"/> if none was asked for.</returns>
    private async ValueTask<int?> ClaimAsync(List<PendingTransition<TTask, TResult>> written, CancellationToken stopping)
    {
        int free = Math.Min(gate.Free(written.Count(static pending => pending.FreesSlot)), MaxBatch);
        if (free == 0 && written.Count == 0)
        {
            return null;
        }

        if (free > _claimed.Length)
        {
            _claimed = new ClaimedTask<TTask>[free];
        }

        int stops = workers.Stops.Current;
        long sentAt = parts.Time.GetTimestamp();

        // Not cancelled by the stop: what was claimed must be run or given back, and only the answer tells what was claimed.
        int? answer = written.Count > 0
            ? await ExchangeAsync(written, free).ConfigureAwait(false)
            : await parts.Container.ClaimAsync(parts.ClaimRequest, _claimed.AsMemory(0, free), CancellationToken.None).ConfigureAwait(false);
        if (answer is not { } asked)
        {
            return null;
        }

        int count = Math.Clamp(asked, 0, free);
        ReportSuccess();
        gate.Claimed(count);
        if (gate.IsClosed)
        {
            await GiveBackAsync(_claimed.AsMemory(0, count), stopping).ConfigureAwait(false);
            return null;
        }

        for (int i = 0; i < count; i++)
        {
            workers.Dispatch(_claimed[i], runs.Take(), stops, sentAt);
        }

        Array.Clear(_claimed, 0, count);
        return free == 0 ? null : count;
    }

    /// <summary>Writes ends and claims. What cannot be written is left to the writer, which repeats it for as long as the leases hold.</summary>
    /// <returns>How many tasks were claimed; <see langword="null"/> if the ends cannot be written and no other slot is free.</returns>
    private async ValueTask<int?> ExchangeAsync(List<PendingTransition<TTask, TResult>> written, int free)
    {
        Memory<ClaimedTask<TTask>> claimed = _claimed.AsMemory(0, free);
        bool[] accepted = new bool[written.Count];
        Task<int>? exchange = null;
        try
        {
            exchange = parts.Container.ExchangeAsync(
                written.ConvertAll(static pending => pending.Transition).ToArray(), accepted, parts.ClaimRequest, claimed, CancellationToken.None).AsTask();
            int count = await exchange.WaitAsync(parts.Options.LeaseDuration / 3, parts.Time).ConfigureAwait(false);
            ends!.Settle(written, accepted);
            return count;
        }
        catch (Exception exception)
        {
            ends!.Resend(written, exception);
            if (exchange is { IsCompleted: false })
            {
                // The ends cannot wait for as long as that; what it claims must be run all the same.
                return await exchange.ConfigureAwait(false);
            }

            if (exception is StoreUnavailableException)
            {
                throw;
            }
        }

        // Perhaps about one of the ends, which is not to keep the next tasks from running. If it is about the container, the claim finds out.
        int room = Math.Min(free, runs.Free);
        return room == 0 ? null : await parts.Container.ClaimAsync(parts.ClaimRequest, claimed[..room], CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Gives back what a claim took that was answered after the close, when nobody was to run it any more.</summary>
    private async ValueTask GiveBackAsync(ReadOnlyMemory<ClaimedTask<TTask>> claimed, CancellationToken stopping)
    {
        TaskTransition<TResult>[] releases = new TaskTransition<TResult>[claimed.Length];
        for (int i = 0; i < releases.Length; i++)
        {
            releases[i] = TaskTransition<TResult>.Release(claimed.Span[i].Id, claimed.Span[i].ClaimToken);
        }

        await parts.Container.ApplyAsync(releases, new bool[releases.Length], CancellationToken.None).ConfigureAwait(false);
        stopping.ThrowIfCancellationRequested();
    }
}
