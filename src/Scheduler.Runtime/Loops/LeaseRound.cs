using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Loops;

/// <summary>One renewal and one look for lost tasks, for several kinds of one store.</summary>
internal sealed class LeaseRound(ITaskStore store, TimeProvider time)
{
    private Task<Dictionary<LeaseTiming, Exception>>? _rescue;

    public void Run(List<LeaseTiming> kinds, CancellationToken stopping)
    {
        long began = TimeProvider.System.GetTimestamp();
        TimeSpan interval = kinds.Min(static entry => entry.Interval);
        LeaseWait wait = new(time, interval, stopping);
        Dictionary<LeaseTiming, Exception> failed = [];
        try
        {
            Renew(kinds, wait, failed);
            if (!stopping.IsCancellationRequested)
            {
                Rescue(kinds, wait, interval, failed);
            }
        }
        catch (Exception exception)
        {
            // The clock is the application's, and may be what fails. Without a pause the next round would meet the same at once.
            kinds.ForEach(entry => Note(entry, exception, failed));
        }

        foreach (LeaseTiming entry in kinds)
        {
            if (!failed.TryGetValue(entry, out Exception? exception))
            {
                entry.Succeeded(began);
            }
            else if (!stopping.IsCancellationRequested)
            {
                entry.Failed(exception);
            }
        }
    }

    private void Renew(List<LeaseTiming> kinds, LeaseWait wait, Dictionary<LeaseTiming, Exception> failed)
    {
        List<(LeaseTiming Entry, KindRenewal Renewal)> renewals = [];
        foreach (LeaseTiming entry in kinds)
        {
            if (entry.Kind.BeginRenewal() is { } renewal)
            {
                renewals.Add((entry, renewal));
            }
        }

        if (renewals.Count == 0)
        {
            return;
        }

        Exception? thrown = null;
        long sentAt = 0;
        try
        {
            sentAt = time.GetTimestamp();
            wait.For(store.RenewAsync([.. renewals.Select(static r => r.Renewal)], wait.Stopping));
        }
        catch (Exception exception)
        {
            thrown = exception;
        }

        foreach ((LeaseTiming entry, KindRenewal renewal) in renewals)
        {
            renewal.Failure ??= thrown;
            Note(entry, renewal.Failure, failed);
            Guard(entry, () => entry.Kind.EndRenewal(renewal, sentAt), failed);
        }
    }

    /// <summary>One look for lost tasks. One that takes long, because it needs threads of the pool, must not delay the next renewal.</summary>
    private void Rescue(List<LeaseTiming> kinds, LeaseWait wait, TimeSpan interval, Dictionary<LeaseTiming, Exception> failed)
    {
        if (_rescue is { } late)
        {
            if (!wait.Until(late, interval / 2))
            {
                return;
            }

            // It ended after the round that had begun it; this round makes a look of its own.
            Merge(late.Result, failed);
        }

        _rescue = RescueAsync(kinds.FindAll(entry => !failed.ContainsKey(entry)), interval, wait.Stopping);
        if (wait.Until(_rescue, interval / 2))
        {
            Merge(_rescue.Result, failed);
            _rescue = null;
        }
    }

    // Never throws.
    private async Task<Dictionary<LeaseTiming, Exception>> RescueAsync(List<LeaseTiming> kinds, TimeSpan interval, CancellationToken stopping)
    {
        long began = TimeProvider.System.GetTimestamp();
        Dictionary<LeaseTiming, Exception> failed = [];
        for (List<LeaseTiming> open = kinds; open.Count > 0 && TimeProvider.System.GetElapsedTime(began) < interval / 2;)
        {
            Dictionary<LeaseTiming, KindRescue> rescues = [];
            foreach (LeaseTiming entry in open)
            {
                if (entry.Kind.BeginRescue() is { } rescue)
                {
                    rescues[entry] = rescue;
                }
            }

            await TryRescueAsync([.. rescues.Values], interval, stopping).ConfigureAwait(false);
            open = [];
            foreach ((LeaseTiming entry, KindRescue rescue) in rescues)
            {
                Note(entry, rescue.Failure, failed);
                if (rescue.Failure is null && entry.Kind.EndRescue(rescue))
                {
                    open.Add(entry);
                }
            }
        }

        return failed;
    }

    private async Task TryRescueAsync(KindRescue[] rescues, TimeSpan interval, CancellationToken stopping)
    {
        if (rescues.Length == 0)
        {
            return;
        }

        try
        {
            await store.RescueAsync(rescues, stopping).AsTask().WaitAsync(interval, time, stopping).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            foreach (KindRescue rescue in rescues)
            {
                rescue.Failure ??= exception;
            }
        }
    }

    private static void Merge(Dictionary<LeaseTiming, Exception> some, Dictionary<LeaseTiming, Exception> all)
    {
        foreach ((LeaseTiming entry, Exception exception) in some)
        {
            Note(entry, exception, all);
        }
    }

    private static void Guard(LeaseTiming entry, Action action, Dictionary<LeaseTiming, Exception> failed)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            Note(entry, exception, failed);
        }
    }

    private static void Note(LeaseTiming entry, Exception? exception, Dictionary<LeaseTiming, Exception> failed)
    {
        if (exception is not null)
        {
            failed.TryAdd(entry, exception);
        }
    }
}
