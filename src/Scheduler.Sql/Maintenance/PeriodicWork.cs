namespace GeneratedScheduler.Sql;

/// <summary>Does something now and then until it is disposed. What fails is tried again the next time.</summary>
internal sealed class PeriodicWork : IAsyncDisposable
{
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, ValueTask> _work;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public PeriodicWork(TimeSpan interval, TimeProvider time, Func<CancellationToken, ValueTask> work)
    {
        (_interval, _time, _work) = (interval, time, work);

        // It outlives whoever happens to need the container first, so nothing of theirs may flow with it.
        using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        _running = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        // Processes that start together do not go on together.
        TimeSpan pause = _interval * (0.5 + (Random.Shared.NextDouble() / 2));
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(pause, _time, _stopping.Token).ConfigureAwait(false);
                await _work(_stopping.Token).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The next round tries again; the loops of the scheduler report that the store is away.
            }

            pause = _interval;
        }
    }
}
