using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>What tests do with containers, said shortly.</summary>
internal static class ContainerSteps
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Makes a container, and its table if need be.</summary>
    public static async Task<SqlTaskContainer<TTask, TResult>> OpenReadyAsync<TTask, TResult>(
        this SqlTestStore store, TaskDefinition<TTask, TResult> definition, Action<SqlContainerOptions>? configure = null)
    {
        SqlTaskContainer<TTask, TResult> container = store.Open(definition, configure);
        try
        {
            await container.InitializeAsync(Cancellation);
            return container;
        }
        catch (Exception)
        {
            await container.DisposeAsync();
            throw;
        }
    }

    public static NewTask<TTask> New<TTask>(TTask payload, string? uniqueKey = null) => new(TaskId.New(), payload, new EnqueueOptions { UniqueKey = uniqueKey });

    /// <summary>Adds tasks in one call and answers their ids.</summary>
    public static async Task<TaskId[]> AddAsync<TTask, TResult>(this ITaskContainer<TTask, TResult> container, params TTask[] payloads)
    {
        NewTask<TTask>[] tasks = [.. payloads.Select(p => New(p))];
        await container.AddAsync(tasks, default, Cancellation);
        return [.. tasks.Select(t => t.Id)];
    }

    public static async Task<ClaimedTask<TTask>[]> ClaimAsync<TTask, TResult>(this ITaskContainer<TTask, TResult> container, int limit = 100)
    {
        ClaimedTask<TTask>[] claimed = new ClaimedTask<TTask>[limit];
        int count = await container.ClaimAsync(new ClaimRequest(ClaimantId.New(), TimeSpan.FromMinutes(5)), claimed, Cancellation);
        return claimed[..count];
    }

    /// <summary>Makes moves in one call and answers which were accepted.</summary>
    public static async Task<bool[]> ApplyAsync<TTask, TResult>(this ITaskContainer<TTask, TResult> container, params TaskTransition<TResult>[] moves)
    {
        bool[] accepted = new bool[moves.Length];
        await container.ApplyAsync(moves, accepted, Cancellation);
        return accepted;
    }

    public static async Task<TaskRecord<TTask, TResult>> GetAsync<TTask, TResult>(this ITaskContainer<TTask, TResult> container, TaskId id) =>
        (await container.GetAsync(new[] { id }, Cancellation))[0] ?? throw new InvalidOperationException($"The task {id} is not there.");
}
