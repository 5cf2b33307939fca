namespace GeneratedScheduler.Scheduling;

/// <summary>Leads calls that enqueue through the middleware, the outermost first.</summary>
internal sealed class EnqueueMiddleware<TTask, TResult>(string taskName, ITaskMiddleware<TTask, TResult>[] middleware)
{
    public bool IsEmpty => middleware.Length == 0;

    public async ValueTask<TaskHandle<TResult>> AddOneAsync(
        TTask task, EnqueueOptions options, Func<EnqueueContext<TTask>, ValueTask<TaskHandle<TResult>>> add, CancellationToken cancellationToken)
    {
        IReadOnlyList<TaskHandle<TResult>> handles = await AddAsync(
            [task], options, async context => [await add(context).ConfigureAwait(false)], cancellationToken).ConfigureAwait(false);
        return handles[0];
    }

    public async ValueTask<IReadOnlyList<TaskHandle<TResult>>> AddAsync(
        TTask[] tasks,
        EnqueueOptions options,
        Func<EnqueueContext<TTask>, ValueTask<IReadOnlyList<TaskHandle<TResult>>>> add,
        CancellationToken cancellationToken)
    {
        EnqueueContext<TTask> context = new(taskName, tasks, options, cancellationToken);
        IReadOnlyList<TaskHandle<TResult>>? handles = null;
        await StepAsync(0).ConfigureAwait(false);
        return handles ?? throw new InvalidOperationException(
            $"{taskName}: a middleware did not call next, so nothing was added; throw {nameof(TaskRejectedException)} to refuse tasks.");

        async ValueTask StepAsync(int place)
        {
            if (place < middleware.Length)
            {
                await middleware[place].EnqueueAsync(context, () => StepAsync(place + 1)).ConfigureAwait(false);
                return;
            }

            handles = await add(context).ConfigureAwait(false);
            context.Ids = [.. handles.Select(static handle => handle.Id)];
        }
    }
}
