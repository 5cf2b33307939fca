using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>
/// A clock that stands still until the test moves it, and that knows which timers are set: so a test waits until a loop has gone to
/// sleep, and then moves the time to the very moment at which it wakes.
/// </summary>
internal sealed class RemoteClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    private readonly Lock _lock = new();
    private readonly HashSet<WatchedTimer> _set = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        WatchedTimer timer = new(this, callback, state);
        timer.Begin(base.CreateTimer(static timer => ((WatchedTimer)timer!).Fire(), timer, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until a timer of this length is set.</summary>
    public async Task WhenSetAsync(TimeSpan length)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_set.Any(timer => timer.Length == length))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.Soon($"a timer of {length}");
        }
    }

    /// <summary>Whether a timer of this length is set.</summary>
    public bool IsSet(TimeSpan length)
    {
        lock (_lock)
        {
            return _set.Any(timer => timer.Length == length);
        }
    }

    /// <summary>Waits until a timer of this length is set, and moves the time to the moment at which it fires.</summary>
    public async Task FireAsync(TimeSpan length)
    {
        await WhenSetAsync(length);
        TryFire(length);
    }

    /// <summary>Moves the time to the moment at which a timer of this length fires, if one is set.</summary>
    public bool TryFire(TimeSpan length)
    {
        DateTimeOffset due;
        lock (_lock)
        {
            if (!_set.Any(timer => timer.Length == length))
            {
                return false;
            }

            due = _set.Where(timer => timer.Length == length).Min(timer => timer.Due);
        }

        if (due > GetUtcNow())
        {
            Advance(due - GetUtcNow());
        }

        return true;
    }

    /// <summary>Moves the time on in small steps until something has happened, and lets everybody work in between.</summary>
    public async Task RunUntilAsync(Task happened, TimeSpan step, string what)
    {
        Task patience = Task.Delay(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!happened.IsCompleted && !patience.IsCompleted)
        {
            Advance(step);
            await Task.WhenAny(happened, Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System));
        }

        await happened.Soon(what);
    }

    /// <summary>Lets a time pass in small steps, but no longer than until something has happened.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan step, Task unless)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time && !unless.IsCompleted; passed += step)
        {
            Advance(step);
            await Task.WhenAny(unless, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }
    }

    private void Note(WatchedTimer timer, bool isSet)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _set.Remove(timer);
            if (isSet)
            {
                _set.Add(timer);
            }

            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    private sealed class WatchedTimer(RemoteClock clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _timer;
        private bool _repeats;

        public TimeSpan Length { get; private set; }

        public DateTimeOffset Due { get; private set; }

        public void Begin(ITimer timer) => _timer = timer;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Length = dueTime;
            Due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : clock.GetUtcNow() + dueTime;
            _repeats = period != Timeout.InfiniteTimeSpan && period > TimeSpan.Zero;
            bool changed = _timer!.Change(dueTime, period);
            clock.Note(this, isSet: dueTime > TimeSpan.Zero);
            return changed;
        }

        public void Fire()
        {
            Due = clock.GetUtcNow() + Length;
            clock.Note(this, isSet: _repeats);
            callback(state);
        }

        public void Dispose()
        {
            clock.Note(this, isSet: false);
            _timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
