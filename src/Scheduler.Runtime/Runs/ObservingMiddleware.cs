using System.Diagnostics;
using GeneratedScheduler.Actuators;
using GeneratedScheduler.Diagnostics;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runs;

/// <summary>The trace and the log scope of a run. Takes part only while somebody listens.</summary>
internal sealed class ObservingMiddleware<TTask, TResult>(string taskName, ILogger logger) : ITaskMiddleware<TTask, TResult>
{
    public bool IsWanted => SchedulerMeters.Traces.HasListeners() || logger.IsEnabled(LogLevel.Critical);

    public async ValueTask<StartResult<TResult>> RunAsync(TTask task, TaskContext context, Func<ValueTask<StartResult<TResult>>> next)
    {
        using IDisposable? scope = logger.BeginScope(new RunScope(taskName, context.Id, context.Attempt));
        Activity? activity = SchedulerMeters.StartAttempt(taskName, context.Id, context.Attempt);
        Exception? thrown = null;
        try
        {
            return await next().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            thrown = exception;
            throw;
        }
        finally
        {
            SchedulerMeters.EndAttempt(activity, thrown);
        }
    }
}
