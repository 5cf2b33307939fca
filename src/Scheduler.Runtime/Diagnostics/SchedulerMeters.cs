using System.Diagnostics;
using System.Diagnostics.Metrics;
using GeneratedScheduler.Scheduling;

namespace GeneratedScheduler.Diagnostics;

/// <summary>The metrics and traces of all schedulers of the process, under the name <c>GeneratedScheduler</c>.</summary>
internal sealed class SchedulerMeters
{
    public const string SourceName = "GeneratedScheduler";

    private readonly Counter<long> _enqueued;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _duration;

    private SchedulerMeters()
    {
        Meter meter = new(SourceName);
        _enqueued = meter.CreateCounter<long>("scheduler.tasks.enqueued", "{task}", "Tasks that were added.");
        _ended = meter.CreateCounter<long>("scheduler.attempts.ended", "{attempt}", "Attempts that ended, by how they ended.");
        _duration = meter.CreateHistogram<double>("scheduler.attempt.duration", "s", "How long attempts ran.");
    }

    public static SchedulerMeters Shared { get; } = new();

    public static ActivitySource Traces { get; } = new(SourceName);

    public void Enqueued(string taskName, int count)
    {
        if (_enqueued.Enabled)
        {
            _enqueued.Add(count, new KeyValuePair<string, object?>("task", taskName));
        }
    }

    public void AttemptEnded(string taskName, TaskEvent how, WriteResult written, long startedAt, TimeProvider time)
    {
        if (!_ended.Enabled && !_duration.Enabled)
        {
            return;
        }

        KeyValuePair<string, object?> task = new("task", taskName);
        KeyValuePair<string, object?> outcome = new("outcome", written == WriteResult.Accepted ? Name(how) : "lost");
        _ended.Add(1, task, outcome);
        _duration.Record(time.GetElapsedTime(startedAt).TotalSeconds, task, outcome);
    }

    private static string Name(TaskEvent how) => how switch
    {
        TaskEvent.Succeed => "succeeded",
        TaskEvent.Fail => "failed",
        TaskEvent.Retry => "retried",
        TaskEvent.Defer => "deferred",
        TaskEvent.Release => "released",
        _ => "stopped",
    };
}
