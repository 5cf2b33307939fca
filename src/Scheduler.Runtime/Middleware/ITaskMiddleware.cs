using GeneratedScheduler.Actuators;

namespace GeneratedScheduler;

/// <summary>Code around the enqueueing and the running of tasks, for every kind of task.</summary>
/// <remarks>
/// Members are called concurrently. What they throw is as if the enqueue, or the code of the task, had thrown it. The order is that of the registration: the first is the outermost.
/// </remarks>
public interface ITaskMiddleware
{
    /// <summary>Around one call that enqueues; by default the call is made as it is.</summary>
    /// <param name="context">The call; its options may be changed before <paramref name="next"/>.</param>
    /// <param name="next">Goes on. Not to call it is a mistake: throw <see cref="TaskRejectedException"/> to refuse tasks.</param>
    ValueTask EnqueueAsync(EnqueueContext context, Func<ValueTask> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return next();
    }

    /// <summary>Around one start: the whole run of a task in this process, and the start of work that runs elsewhere. By default it is made as it is.</summary>
    /// <param name="context">The run.</param>
    /// <param name="next">Goes on, and throws what the run throws. Not to call it fails the attempt: throw <see cref="DeferTaskException"/> to run the task later.</param>
    ValueTask RunAsync(TaskContext context, Func<ValueTask> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return next();
    }
}

/// <summary>Code around the enqueueing and the running of tasks of one kind.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks><inheritdoc cref="ITaskMiddleware" path="/remarks"/></remarks>
public interface ITaskMiddleware<TTask, TResult>
{
    /// <summary>Around one call that enqueues; by default the call is made as it is.</summary>
    /// <param name="context">The call; its payloads and options may be changed before <paramref name="next"/>.</param>
    /// <param name="next">Goes on. Not to call it is a mistake: throw <see cref="TaskRejectedException"/> to refuse tasks.</param>
    ValueTask EnqueueAsync(EnqueueContext<TTask> context, Func<ValueTask> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return next();
    }

    /// <summary>Around one start: the whole run of a task in this process, and the start of work that runs elsewhere. By default it is made as it is.</summary>
    /// <param name="task">The payload.</param>
    /// <param name="context">The run.</param>
    /// <param name="next">Goes on. What is returned instead counts as the answer of the actuator.</param>
    ValueTask<StartResult<TResult>> RunAsync(TTask task, TaskContext context, Func<ValueTask<StartResult<TResult>>> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return next();
    }
}
