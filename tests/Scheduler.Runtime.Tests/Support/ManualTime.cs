using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>A fake clock that knows which timers are armed, so that a test can advance it exactly when somebody waits for that.</summary>
internal sealed class ManualTime : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<WatchedTimer> _timers = [];
    private readonly List<(Func<bool> IsTrue, TaskCompletionSource Seen)> _waiting = [];

    /// <summary>Waits until a timer is armed that is due in exactly this time.</summary>
    public Task WhenArmedAsync(TimeSpan due) => WhenAsync(due, static count => count > 0);

    /// <summary>Waits until so many timers, and no more, are due in exactly this time.</summary>
    public Task WhenOnlyArmedAsync(TimeSpan due, int timers) => WhenAsync(due, count => count == timers);

    /// <summary>Waits until somebody waits for exactly this time, and lets it pass.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await WhenArmedAsync(time).Soon($"a timer that is due in {time}; there are {this}");
        Advance(time);
    }

    /// <summary>Waits until so many, and no more, wait for exactly this time, and lets it pass.</summary>
    public async Task PassAsync(TimeSpan time, int timers)
    {
        await WhenOnlyArmedAsync(time, timers).Soon($"{timers} timers that are due in {time}; there are {this}");
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

    private Task WhenAsync(TimeSpan due, Predicate<int> isEnough)
    {
        lock (_lock)
        {
            DateTimeOffset moment = GetUtcNow() + due;
            bool IsTrue() => isEnough(_timers.Count(timer => timer.Due == moment));
            if (IsTrue())
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((IsTrue, seen));
            return seen.Task;
        }
    }

    private void Note(WatchedTimer timer, TimeSpan due)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (due != Timeout.InfiniteTimeSpan)
            {
                timer.Due = GetUtcNow() + due;
                _timers.Add(timer);
            }

            foreach ((Func<bool> isTrue, TaskCompletionSource seen) in _waiting)
            {
                if (isTrue())
                {
                    seen.TrySetResult();
                }
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
