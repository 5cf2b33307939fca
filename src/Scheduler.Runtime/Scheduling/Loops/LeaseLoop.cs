namespace GeneratedScheduler.Scheduling;

/// <summary>What keeps leases alive, on whatever kind of thread.</summary>
internal interface ILeaseLoop
{
    string? Problem { get; }

    void Start();

    Task StopAsync();
}

/// <summary>Renews and rescues each third of the lease duration, on the thread pool. For containers in this process.</summary>
internal sealed class LeaseLoop<TTask, TResult>(SchedulerParts<TTask, TResult> parts, LeaseKeeper<TTask, TResult> keeper)
    : BackgroundLoop(parts.ForLoop("renewing leases"), parts.Background, parts.Time), ILeaseLoop
{
    private bool _failed;

    protected override async ValueTask RunRoundAsync(CancellationToken stopping)
    {
        if (!_failed)
        {
            await Task.Delay(parts.Options.LeaseDuration / 3, parts.Time, stopping).ConfigureAwait(false);
        }

        _failed = true;
        await keeper.RenewAsync(stopping).ConfigureAwait(false);
        await keeper.RescueAsync(stopping).ConfigureAwait(false);
        _failed = false;
    }
}
