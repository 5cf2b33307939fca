using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Diagnostics;

/// <summary>What monitoring sees. All schedulers of the process share one meter, so each test looks at a task name of its own.</summary>
public sealed class MetricsTests : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, string? Task, string? Outcome)> _measured = new();

    public MetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "GeneratedScheduler")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Tasks_attempts_and_durations_are_counted_by_task_and_outcome()
    {
        await using RemoteLab lab = new();
        string name = $"measured-{Guid.NewGuid()}";
        RemoteFunction function = new((task, context) =>
        {
            lab.Clock.Advance(TimeSpan.FromMilliseconds(500));
            return (task, context.Attempt) switch
            {
                ("defer", _) => throw new DeferTaskException(TimeSpan.FromDays(1)),
                ("twice", 1) or ("fail", _) => throw new InvalidOperationException("no"),
                _ => ValueTask.FromResult(task),
            };
        });
        TaskDefinition<string, string> definition = new() { Name = name, CreateActuator = _ => function };
        SchedulerOptions options = new()
        {
            TimeProvider = lab.Clock,
            Retry = RetryPolicy.Fixed(TimeSpan.Zero),
            LeaseDuration = TimeSpan.FromHours(1),
            // One at a time: the clock is everybody's, and a run is measured after its end is written.
            Concurrency = 1,
        };
        await using Scheduler<string, string> scheduler = new(new SchedulerSetup<string, string>(definition, options) { Container = lab.Store });
        scheduler.Start();
        await EndAsync(scheduler, "ok", 1);
        await EndAsync(scheduler, "twice", 2);
        await EndAsync(scheduler, "fail", 1);
        await scheduler.EnqueueManyAsync(["many", "more"], new EnqueueOptions { Delay = TimeSpan.FromDays(2) }, CancellationToken.None);
        await scheduler.EnqueueAsync("defer", null, CancellationToken.None);
        await function.Started.WhenAsync(task => task == "defer");
        await scheduler.CloseAsync(CancellationToken.None).Soon("the scheduler to close");

        var mine = _measured.Where(measured => measured.Task == name).ToList();
        Assert.Equal(6, mine.Where(measured => measured.Instrument == "scheduler.tasks.enqueued").Sum(measured => measured.Value));
        Assert.Equal(
            ["deferred", "failed", "retried", "succeeded", "succeeded"],
            mine.Where(measured => measured.Instrument == "scheduler.attempts.ended").Select(measured => measured.Outcome!).Order());
        Assert.Equal(
            [0.5, 0.5, 0.5, 0.5, 0.5],
            mine.Where(measured => measured.Instrument == "scheduler.attempt.duration").Select(measured => measured.Value));
    }

    [Fact]
    public async Task Attempt_whose_claim_was_lost_is_counted_as_lost()
    {
        await using RemoteLab lab = new();
        TaskCompletionSource<string> slow = new();
        string name = $"measured-{Guid.NewGuid()}";
        RemoteFunction function = new((_, _) => new ValueTask<string>(slow.Task));
        TaskDefinition<string, string> definition = new() { Name = name, CreateActuator = _ => function };
        RemoteContainer view = new(lab.Store);
        SchedulerOptions options = new() { TimeProvider = lab.Clock };
        await using Scheduler<string, string> scheduler = new(new SchedulerSetup<string, string>(definition, options) { Container = view });
        scheduler.Start();
        await scheduler.EnqueueAsync("slow", null, CancellationToken.None);
        await function.Started.WhenCountAsync(1);

        // The lease runs out and the task is taken away at the very moment at which the run ends.
        view.Hook = static (call, _) => call == "Renew" ? Task.FromException(new IOException("The store is away.")) : Task.CompletedTask;
        view.MoveHook = async (_, isAfter) =>
        {
            if (!isAfter)
            {
                lab.Clock.Advance(TimeSpan.FromDays(1));
                await lab.Store.RescueAsync(new RescueRequest(false, 3, 10), CancellationToken.None);
            }
        };
        scheduler.Pause();
        slow.SetResult("too late");
        await view.Moves.WhenAsync(move => !move.Accepted);
        await scheduler.CloseAsync(CancellationToken.None).Soon("the scheduler to close");

        Assert.Contains(_measured, measured => measured.Task == name && measured.Outcome == "lost");
    }

    private static async Task EndAsync(Scheduler<string, string> scheduler, string task, int maxAttempts)
    {
        TaskHandle<string> handle = await scheduler.EnqueueAsync(task, new EnqueueOptions { MaxAttempts = maxAttempts }, CancellationToken.None);
        await handle.EndAsync();
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? task = null;
        string? outcome = null;
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            task = tag.Key == "task" ? (string?)tag.Value : task;
            outcome = tag.Key == "outcome" ? (string?)tag.Value : outcome;
        }

        _measured.Enqueue((instrument.Name, value, task, outcome));
    }
}
