using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GeneratedScheduler.Diagnostics;

/// <summary>The metrics and traces of all schedulers of the process, under the name <c>GeneratedScheduler</c>.</summary>
/// <remarks>Listeners are code of the application's and called right here; what they throw must not reach the run that is measured.</remarks>
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
        try
        {
            if (_enqueued.Enabled)
            {
                _enqueued.Add(count, new KeyValuePair<string, object?>("task", taskName));
            }
        }
        catch (Exception)
        {
            // A listener's own failure; see the remarks.
        }
    }

    public void AttemptEnded(string taskName, TaskEvent how, bool isWritten, long startedAt, TimeProvider time)
    {
        if (!_ended.Enabled && !_duration.Enabled)
        {
            return;
        }

        KeyValuePair<string, object?> task = new("task", taskName);
        KeyValuePair<string, object?> outcome = new("outcome", isWritten ? Name(how) : "lost");
        try
        {
            _ended.Add(1, task, outcome);
            _duration.Record(time.GetElapsedTime(startedAt).TotalSeconds, task, outcome);
        }
        catch (Exception)
        {
            // A listener's own failure; see the remarks.
        }
    }

    /// <summary>Begins the trace of an attempt, if somebody listens; never throws.</summary>
    public static Activity? StartAttempt(string taskName, TaskId id, int attempt)
    {
        try
        {
            return Traces.StartActivity(taskName, ActivityKind.Consumer)?.SetTag("task.id", id.ToString()).SetTag("task.attempt", attempt);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Ends the trace of an attempt; never throws.</summary>
    public static void EndAttempt(Activity? activity, Exception? thrown)
    {
        try
        {
            if (activity is not null && thrown is not null)
            {
                activity.SetStatus(ActivityStatusCode.Error, ExceptionText.MessageOf(thrown));
            }

            activity?.Dispose();
        }
        catch (Exception)
        {
            // A listener's own failure; see the remarks.
        }
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
