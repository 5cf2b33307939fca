using System.Reflection;
using GeneratedScheduler.Benchmarks.Tasks;
using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.States;

namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>Hangfire with its storage in memory and one worker for each task that may run at once.</summary>
/// <remarks>
/// Jobs are made from the method itself instead of from a lambda expression, which saves Hangfire the reading of an expression tree
/// for each job. The filters that Hangfire sets up by itself (retries, statistics, continuations) stay: they are what it is.
/// </remarks>
internal sealed class HangfireSystem(int concurrency) : ITaskSystem
{
    private static readonly MethodInfo Method = typeof(NoOp).GetMethod(nameof(NoOp.Sum))!;

    private readonly InMemoryStorage _storage = new();
    private BackgroundJobServer? _server;

    public ValueTask EnqueueAsync(int count)
    {
        BackgroundJobClient client = new(_storage);
        EnqueuedState enqueued = new();
        for (int i = 0; i < count; i++)
        {
            client.Create(new Job(Method, i, 1), enqueued);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask StartAsync()
    {
        _server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = concurrency }, _storage);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }

    internal sealed class Factory : ITaskSystemFactory
    {
        public string Name => "hangfire";

        public bool IsCapped => true;

        public string ContainerOf(SystemSettings settings) => "memory";

        public ValueTask<ITaskSystem> CreateAsync(SystemSettings settings) => new(new HangfireSystem(settings.Concurrency));
    }
}
