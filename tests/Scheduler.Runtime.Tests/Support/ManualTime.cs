using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>A fake clock that knows which timers are armed, so that a test can advance it exactly when somebody waits for that.</summary>
internal sealed class ManualTime : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<WatchedTimer> _timers = [];
    private readonly List<(DateTimeOffset Due, int Count, TaskCompletionSource Seen)> _waiting = [];

    /// <summary>Waits until so many timers are armed that are due in exactly this time.</summary>
    public Task WhenArmedAsync(TimeSpan due, int count = 1)
    {
        lock (_lock)
        {
            DateTimeOffset moment = GetUtcNow() + due;
            if (_timers.Count(timer => timer.Due == moment) >= count)
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((moment, count, seen));
            return seen.Task;
        }
    }

    /// <summary>Waits until so many wait for exactly this time, and lets it pass.</summary>
    public async Task PassAsync(TimeSpan time, int count = 1)
    {
        await WhenArmedAsync(time, count).Soon($"{count} timers that are due in {time}; there are {this}");
        Advance(time);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        WatchedTimer timer = new(this, callback, state);
        timer.Attach(base.CreateTimer(_ => timer.Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return $"[{string.Join(", ", _timers.Select(timer => timer.Due - GetUtcNow()))}]";
        }
    }

    private void Note(WatchedTimer timer, TimeSpan due)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (due == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Due = GetUtcNow() + due;
            _timers.Add(timer);
            int armed = _timers.Count(other => other.Due == timer.Due);
            foreach (TaskCompletionSource seen in _waiting.Where(w => w.Due == timer.Due && w.Count <= armed).Select(w => w.Seen))
            {
                seen.TrySetResult();
            }

            _waiting.RemoveAll(waiting => waiting.Seen.Task.IsCompleted);
        }
    }

    private sealed class WatchedTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _timer;
        private TimeSpan _period;

        public DateTimeOffset Due { get; set; }

        public void Attach(ITimer timer) => _timer = timer;

        public void Fire()
        {
            time.Note(this, _period);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
            bool changed = _timer!.Change(dueTime, period);
            if (dueTime != TimeSpan.Zero)
            {
                time.Note(this, dueTime);
            }

            return changed;
        }

        public void Dispose()
        {
            time.Note(this, Timeout.InfiniteTimeSpan);
            _timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
