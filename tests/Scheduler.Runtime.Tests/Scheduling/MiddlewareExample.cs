using System.Diagnostics;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>The example of docs/middleware.md; a test runs it.</summary>
public sealed class Timing : ITaskMiddleware
{
    private long _total;

    public TimeSpan Total => TimeSpan.FromTicks(Interlocked.Read(ref _total));

    public async ValueTask RunAsync(TaskContext context, Func<ValueTask> next)
    {
        long began = Stopwatch.GetTimestamp();
        context.Items["began"] = began;
        try
        {
            await next();
        }
        finally
        {
            Interlocked.Add(ref _total, Stopwatch.GetElapsedTime(began).Ticks);
        }
    }
}
