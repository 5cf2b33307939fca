using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Loops;

/// <summary>A loop that starts, fails and stops like every other one: a round that throws is reported, waited out and repeated.</summary>
internal abstract class BackgroundLoop(LoopCondition condition, Background background, TimeProvider time)
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>What is wrong now; <see langword="null"/> if nothing is.</summary>
    public LoopProblem? Problem => condition.Problem;

    public void Start() => _running = background.Start(LoopAsync, condition.Activity);

    /// <summary>Ends the loop after the present round, and waits for it.</summary>
    public async Task StopAsync()
    {
        await background.CancelAsync(_stopping).ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    /// <summary>Notes that what this loop does works; for rounds that go on to wait after that.</summary>
    protected void ReportSuccess() => condition.Succeeded();

    /// <summary>One round. It waits for whatever it has to wait for.</summary>
    protected abstract ValueTask RunRoundAsync(CancellationToken stopping);

    private async Task LoopAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await RunRoundAsync(_stopping.Token).ConfigureAwait(false);
                condition.Succeeded();
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                await PauseAsync(condition.Failed(exception)).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask PauseAsync(TimeSpan pause)
    {
        Task waiting;
        try
        {
            waiting = Task.Delay(pause, time, _stopping.Token);
        }
        catch (Exception)
        {
            // The clock is the application's, and may be what fails.
            waiting = Task.Delay(pause, TimeProvider.System, _stopping.Token);
        }

        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
