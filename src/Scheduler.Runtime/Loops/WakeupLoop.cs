using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Loops;

/// <summary>One wait for all idle kinds of a store: asks the store for all of them at once, and wakes those that may have something to claim. Safe for concurrent use.</summary>
/// <param name="store">The store of the kinds.</param>
/// <param name="background">Starts the loop.</param>
internal sealed class WakeupLoop(ITaskStore store, Background background)
{
    private readonly Lock _lock = new();
    private readonly List<IdleKind> _idle = [];
    private CancellationTokenSource _joining = new();
    private bool _isRunning;

    /// <summary>Completes when there may be something to claim.</summary>
    /// <param name="container">The container of the kind.</param>
    /// <param name="request">The claim that would be made.</param>
    /// <param name="interval">How often the store is asked at least.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask WaitAsync(ITaskContainer container, ClaimRequest request, TimeSpan interval, CancellationToken cancellationToken)
    {
        IdleKind kind = new(container, request, interval);
        CancellationTokenSource joining;
        lock (_lock)
        {
            _idle.Add(kind);
            joining = _joining;
            if (!_isRunning)
            {
                _isRunning = true;
                _ = background.Start(RunAsync, "waiting for tasks");
            }
        }

        // The wait that is under way does not know this kind. What follows must not run in here.
        _ = joining.CancelAsync();

        using CancellationTokenRegistration cancellation = cancellationToken.UnsafeRegister(
            static (kind, token) => ((IdleKind)kind!).TrySetCanceled(token), kind);
        try
        {
            await kind.Task.ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _idle.Remove(kind);
            }
        }
    }

    private async Task RunAsync()
    {
        while (Take(out IdleKind[] idle, out CancellationToken joined))
        {
            KindWait[] waits = Array.ConvertAll(idle, static kind => new KindWait(kind.Container, kind.Request));
            Exception? thrown = null;
            try
            {
                await store.WaitForTasksAsync(waits, idle.Min(static kind => kind.Interval), joined).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (joined.IsCancellationRequested)
            {
                // With one more.
            }
            catch (Exception exception)
            {
                thrown = exception;
            }

            for (int i = 0; i < waits.Length; i++)
            {
                if ((waits[i].Failure ?? thrown) is { } failure)
                {
                    Wake(idle[i], failure);
                }
                else if (waits[i].MayClaim)
                {
                    Wake(idle[i], null);
                }
            }
        }
    }

    private void Wake(IdleKind kind, Exception? failure)
    {
        lock (_lock)
        {
            _idle.Remove(kind);
        }

        if (failure is null)
        {
            kind.TrySetResult();
        }
        else
        {
            kind.TrySetException(failure);
        }
    }

    private bool Take(out IdleKind[] idle, out CancellationToken joined)
    {
        lock (_lock)
        {
            if (_joining.IsCancellationRequested)
            {
                _joining = new CancellationTokenSource();
            }

            idle = [.. _idle];
            joined = _joining.Token;
            _isRunning = idle.Length > 0;
            return _isRunning;
        }
    }

    /// <summary>A kind that waits.</summary>
    private sealed class IdleKind(ITaskContainer container, ClaimRequest request, TimeSpan interval)
        : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ITaskContainer Container => container;

        public ClaimRequest Request => request;

        public TimeSpan Interval => interval;
    }
}
