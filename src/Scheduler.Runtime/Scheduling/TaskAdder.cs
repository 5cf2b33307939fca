using System.Buffers;
using System.Data.Common;
using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Runs;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Scheduling;

/// <summary>Checks tasks, lets the actuator complete them, adds them to the container, and makes their handles.</summary>
internal sealed class TaskAdder<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts,
    OptionSupport support,
    ContainerStart<TTask, TResult> containerStart,
    OutcomePoller<TTask, TResult> poller,
    ITaskOperations operations)
{
    private readonly EnqueueMiddleware<TTask, TResult> _around = new(parts.Name, parts.Middleware);

    public ValueTask<TaskHandle<TResult>> AddAsync(TTask task, EnqueueOptions options, bool start, CancellationToken cancellationToken) =>
        _around.IsEmpty ? AddDirectlyAsync(task, options, start, cancellationToken) : AddAroundAsync(task, options, start, cancellationToken);

    /// <summary>Adds a task in a transaction of the application's own.</summary>
    public ValueTask<TaskHandle<TResult>> AddAsync(DbTransaction transaction, TTask task, EnqueueOptions options, CancellationToken cancellationToken) =>
        _around.IsEmpty ? AddDirectlyAsync(transaction, task, options, cancellationToken) : AddAroundAsync(transaction, task, options, cancellationToken);

    public ValueTask<IReadOnlyList<TaskHandle<TResult>>> AddManyAsync(IEnumerable<TTask> tasks, EnqueueOptions options, CancellationToken cancellationToken) =>
        _around.IsEmpty ? AddManyDirectlyAsync([.. tasks], options, cancellationToken) : AddManyAroundAsync([.. tasks], options, cancellationToken);

    // Methods of their own, because what a lambda captures is allocated where its method begins.
    private ValueTask<TaskHandle<TResult>> AddAroundAsync(TTask task, EnqueueOptions options, bool start, CancellationToken cancellationToken) =>
        _around.AddOneAsync(task, options, context => AddDirectlyAsync(context.Payloads[0], context.Options, start, cancellationToken), cancellationToken);

    private ValueTask<TaskHandle<TResult>> AddAroundAsync(DbTransaction transaction, TTask task, EnqueueOptions options, CancellationToken cancellationToken) =>
        _around.AddOneAsync(task, options, context => AddDirectlyAsync(transaction, context.Payloads[0], context.Options, cancellationToken), cancellationToken);

    private ValueTask<IReadOnlyList<TaskHandle<TResult>>> AddManyAroundAsync(TTask[] payloads, EnqueueOptions options, CancellationToken cancellationToken) =>
        _around.AddAsync(payloads, options, context => AddManyDirectlyAsync([.. context.Payloads], context.Options, cancellationToken), cancellationToken);

    private async ValueTask<TaskHandle<TResult>> AddDirectlyAsync(TTask task, EnqueueOptions options, bool start, CancellationToken cancellationToken)
    {
        CheckPayload(task);
        CheckOptions(options, isBatch: false);
        await containerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        TTask ready = await parts.Actuator.InitializeAsync(task, cancellationToken).ConfigureAwait(false);
        TaskId id = options.Id ?? TaskId.New(parts.Time.GetUtcNow());
        NewTask<TTask>[] added = ArrayPool<NewTask<TTask>>.Shared.Rent(1);
        ITaskOutcomeSource<TResult>?[] outcomes = ArrayPool<ITaskOutcomeSource<TResult>?>.Shared.Rent(1);
        try
        {
            added[0] = new NewTask<TTask>(id, ready, options, start);
            await parts.Container.AddAsync(added.AsMemory(0, 1), outcomes.AsMemory(0, 1), cancellationToken).ConfigureAwait(false);
            SchedulerMeters.Shared.Enqueued(parts.Name, 1);
            return new TaskHandle<TResult>(id, OutcomesOf(outcomes[0]), operations);
        }
        catch (DuplicateTaskException duplicate) when (IsOfCaller(duplicate))
        {
            throw DuplicateTaskException.OfCaller(duplicate.Conflicts);
        }
        catch (DuplicateTaskException duplicate) when (options.OnConflict == EnqueueConflict.UseExisting)
        {
            return GetHandle(duplicate.Conflicts[0].ExistingId);
        }
        finally
        {
            Return(added, outcomes, 1);
        }
    }

    private async ValueTask<TaskHandle<TResult>> AddDirectlyAsync(DbTransaction transaction, TTask task, EnqueueOptions options, CancellationToken cancellationToken)
    {
        if (parts.Container is not ITransactionalTaskContainer<TTask> container)
        {
            throw new NotSupportedException(
                $"{parts.Name}: its tasks are kept in {parts.Container.GetType().Name}, which cannot take part in a transaction. "
                + "Keep them in a SQL database, for instance with UsePostgreSql(…), or enqueue without the transaction.");
        }

        CheckPayload(task);
        CheckOptions(options, isBatch: false);
        await containerStart.EnsureAsync(container, transaction, cancellationToken).ConfigureAwait(false);
        TTask ready = await parts.Actuator.InitializeAsync(task, cancellationToken).ConfigureAwait(false);
        TaskId id = options.Id ?? TaskId.New(parts.Time.GetUtcNow());
        NewTask<TTask>[] added = [new NewTask<TTask>(id, ready, options)];
        try
        {
            await container.AddInTransactionAsync(transaction, added, cancellationToken).ConfigureAwait(false);
        }
        catch (DuplicateTaskException duplicate) when (IsOfCaller(duplicate))
        {
            throw DuplicateTaskException.OfCaller(duplicate.Conflicts);
        }

        SchedulerMeters.Shared.Enqueued(parts.Name, 1);
        return new TaskHandle<TResult>(id, OutcomesOf(null), operations);
    }

    private async ValueTask<IReadOnlyList<TaskHandle<TResult>>> AddManyDirectlyAsync(
        TTask[] payloads, EnqueueOptions options, CancellationToken cancellationToken)
    {
        if (payloads.Length == 0)
        {
            return [];
        }

        CheckOptions(options, isBatch: true);
        Array.ForEach(payloads, CheckPayload);
        await containerStart.EnsureAsync(cancellationToken).ConfigureAwait(false);
        NewTask<TTask>[] added = ArrayPool<NewTask<TTask>>.Shared.Rent(payloads.Length);
        ITaskOutcomeSource<TResult>?[] outcomes = ArrayPool<ITaskOutcomeSource<TResult>?>.Shared.Rent(payloads.Length);
        try
        {
            DateTimeOffset now = parts.Time.GetUtcNow();
            for (int i = 0; i < payloads.Length; i++)
            {
                TTask ready = await parts.Actuator.InitializeAsync(payloads[i], cancellationToken).ConfigureAwait(false);
                added[i] = new NewTask<TTask>(TaskId.New(now), ready, options);
            }

            await parts.Container.AddAsync(
                added.AsMemory(0, payloads.Length), outcomes.AsMemory(0, payloads.Length), cancellationToken).ConfigureAwait(false);
            SchedulerMeters.Shared.Enqueued(parts.Name, payloads.Length);
            return MakeHandles(added, outcomes, payloads.Length);
        }
        finally
        {
            Return(added, outcomes, payloads.Length);
        }
    }

    /// <summary>A handle of any task of the container.</summary>
    public TaskHandle<TResult> GetHandle(TaskId id) => new(id, OutcomesOf(parts.Container.Observe(id)), operations);

    private TaskHandle<TResult>[] MakeHandles(NewTask<TTask>[] added, ITaskOutcomeSource<TResult>?[] outcomes, int count)
    {
        TaskHandle<TResult>[] handles = new TaskHandle<TResult>[count];
        for (int i = 0; i < count; i++)
        {
            handles[i] = new TaskHandle<TResult>(added[i].Id, OutcomesOf(outcomes[i]), operations);
        }

        return handles;
    }

    // Only what was used is cleared: a pooled array may be much longer.
    private static void Return(NewTask<TTask>[] added, ITaskOutcomeSource<TResult>?[] outcomes, int used)
    {
        Array.Clear(added, 0, used);
        Array.Clear(outcomes, 0, used);
        ArrayPool<NewTask<TTask>>.Shared.Return(added);
        ArrayPool<ITaskOutcomeSource<TResult>?>.Shared.Return(outcomes);
    }

    private ITaskOutcomeSource<TResult> OutcomesOf(ITaskOutcomeSource<TResult>? observed)
    {
        ITaskOutcomeSource<TResult> outcomes = observed ?? poller;
        return parts.Persister is null ? outcomes : new PersistedOutcomes<TTask, TResult>(parts.Name, outcomes, parts.Persister);
    }

    // A handle of itself would be no use to a task that enqueues its own successor, which then never comes.
    private static bool IsOfCaller(DuplicateTaskException duplicate) =>
        duplicate.Conflicts[0] is { UniqueKey: not null } conflict && RunningTask.Current?.Id == conflict.ExistingId;

    private void CheckOptions(EnqueueOptions options, bool isBatch)
    {
        if (!ReferenceEquals(options, EnqueueOptions.Default))
        {
            EnqueueOptionsValidator.Validate(parts.Name, options, isBatch);
            support.Check(parts.Name, options);
        }
    }

    private void CheckPayload(TTask task)
    {
        if (task is null)
        {
            throw new InvalidTaskException(parts.Name, "the payload", "is null; pass the values that the task is to work on.");
        }
    }
}
