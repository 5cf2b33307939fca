using GeneratedScheduler.Actuators;

namespace GeneratedScheduler.Middleware;

/// <summary>Middleware for all kinds of tasks, for one of them.</summary>
internal sealed class AnyKindMiddleware<TTask, TResult>(ITaskMiddleware inner) : ITaskMiddleware<TTask, TResult>
{
    public ValueTask EnqueueAsync(EnqueueContext<TTask> context, Func<ValueTask> next) => inner.EnqueueAsync(context, next);

    public async ValueTask<StartResult<TResult>> RunAsync(TTask task, TaskContext context, Func<ValueTask<StartResult<TResult>>> next)
    {
        StartResult<TResult>? answer = null;
        await inner.RunAsync(context, async () => answer = await next().ConfigureAwait(false)).ConfigureAwait(false);
        return answer ?? throw new InvalidOperationException(
            $"The middleware {inner.GetType().Name} ended a run without calling next; throw an exception that says what is to become of the task.");
    }
}
