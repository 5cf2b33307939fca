using System.Reflection;
using GeneratedScheduler.Benchmarks.Tasks;
using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.States;

namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>Hangfire, with its storage in memory and one worker for each task that may run at once, or in PostgreSQL with 20 workers.</summary>
/// <remarks>
/// Jobs are made from the method itself instead of from a lambda expression, which saves Hangfire the reading of an expression tree
/// for each job. The filters that Hangfire sets up by itself (retries, statistics, continuations) stay: they are what it is.
/// </remarks>
internal sealed class HangfireSystem(JobStorage storage, int workers) : ITaskSystem
{
    private static readonly MethodInfo Method = typeof(NoOp).GetMethod(nameof(NoOp.Sum))!;

    private const int DurableWorkers = 20;

    private BackgroundJobServer? _server;

    public ValueTask EnqueueAsync(int count, int batch)
    {
        BackgroundJobClient client = new(storage);
        EnqueuedState enqueued = new();
        for (int i = 0; i < count; i++)
        {
            client.Create(new Job(Method, i, 1), enqueued);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask StartAsync()
    {
        _server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = workers }, storage);
        return ValueTask.CompletedTask;
    }

    public ValueTask<long?> CountWaitingAsync() => new(storage.GetMonitoringApi().EnqueuedCount(EnqueuedState.DefaultQueue));

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        (storage as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    internal sealed class Factory : ITaskSystemFactory
    {
        public string Name => "hangfire";

        public bool IsCapped => true;

        public string ContainerOf(SystemSettings settings) => "memory";

        public ValueTask<ITaskSystem> CreateAsync(SystemSettings settings) => new(new HangfireSystem(new InMemoryStorage(), settings.Concurrency));
    }

    internal sealed class PostgreSqlFactory : ITaskSystemFactory
    {
        public string Name => "hangfire";

        public bool IsCapped => true;

        public string ContainerOf(SystemSettings settings) => "postgres";

        public async ValueTask<ITaskSystem> CreateAsync(SystemSettings settings)
        {
            await PostgreSqlServer.CleanAsync();
            PostgreSqlStorageOptions options = new() { EnableLongPolling = true };
            NpgsqlConnectionFactory connections = new(PostgreSqlServer.ConnectionString, options);
            return new HangfireSystem(new PostgreSqlStorage(connections, options), DurableWorkers);
        }
    }
}
