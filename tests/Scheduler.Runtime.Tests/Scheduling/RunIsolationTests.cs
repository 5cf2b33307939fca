using System.Collections.Concurrent;
using GeneratedScheduler.Runtime.Tests.Support;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>What one run leaves behind, no other one sees.</summary>
public sealed class RunIsolationTests
{
    private static readonly AsyncLocal<string?> Ambient = new();

    [Theory]
    [InlineData(ContainerKind.Queue, true)]
    [InlineData(ContainerKind.Queue, false)]
    [InlineData(ContainerKind.Shared, true)]
    [InlineData(ContainerKind.Shared, false)]
    public async Task Ambient_values_of_one_task_are_not_seen_by_the_next_one(ContainerKind kind, bool isSynchronous)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 1);
        ConcurrentQueue<string?> seen = [];
        bench.Method = (task, _) =>
        {
            seen.Enqueue(Ambient.Value);
            Ambient.Value = task;
            return isSynchronous ? new ValueTask<string>(task) : YieldAsync(task);
        };
        IReadOnlyList<TaskHandle<string>> handles = await bench.EnqueueManyAsync(Enumerable.Range(0, 200).Select(i => $"{i}"));
        foreach (TaskHandle<string> handle in handles)
        {
            await bench.OutcomeOf(handle);
        }

        Assert.Equal(200, seen.Count);
        Assert.All(seen, Assert.Null);
    }

    [Fact]
    public async Task Ambient_values_of_whoever_starts_or_enqueues_are_not_seen_by_tasks()
    {
        Ambient.Value = "of the caller";
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        bench.Method = static (_, _) => new ValueTask<string>(Ambient.Value ?? "nothing");
        TaskHandle<string> handle = await bench.EnqueueAsync();
        Assert.Equal("nothing", await handle.Completion.Soon());
        Ambient.Value = null;
    }

    [Fact]
    public async Task What_a_task_logs_carries_its_name_id_and_attempt()
    {
        using ScopeLog log = new();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.LoggerFactory, options.MaxAttempts, options.Retry) = (log, 2, RetryPolicy.Fixed(TimeSpan.Zero)));
        bench.Method = static async (_, context) =>
        {
            await Task.Yield();
            context.Logger.LogInformation("from inside");
            return context.Attempt == 1 ? throw new InvalidOperationException() : "done";
        };
        TaskHandle<string> handle = await bench.EnqueueAsync();
        await handle.Completion.Soon();
        Assert.Equal([Scope(1), Scope(2)], log.Scopes);

        string Scope(int attempt) => $"TaskName=tests.work TaskId={handle.Id} Attempt={attempt}";
    }

    [Fact]
    public async Task A_callback_on_the_token_that_throws_harms_nothing_but_itself()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await using CancellationTokenRegistration registration =
            run.Context.CancellationToken.Register(static () => throw new InvalidOperationException("from a callback"));
        await bench.StopAsync(handle.Id);
        await run.WhenCancelledAsync();
        (TaskHandle<string> next, run) = await bench.RunOneAsync();
        run.Return();
        await next.Completion.Soon();
    }

    [Fact]
    public async Task The_context_tells_who_the_run_is()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.MaxAttempts = 4);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        Assert.Equal(
            (handle.Id, "tests.work", 1, 4), (run.Context.Id, run.Context.Name, run.Context.Attempt, run.Context.MaxAttempts));
        Assert.True(run.Context.ClaimToken > 0);
        Assert.True(run.Context.CancellationToken.CanBeCanceled);
        Assert.Null(run.Context.Services.GetService(typeof(string)));
    }

    private static async ValueTask<string> YieldAsync(string task)
    {
        await Task.Yield();
        return task;
    }

    /// <summary>Keeps the scopes of what tasks log.</summary>
    private sealed class ScopeLog : ILoggerFactory, ILogger
    {
        private readonly LoggerExternalScopeProvider _scopes = new();

        public ConcurrentQueue<string> Scopes { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => _scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception) == "from inside")
            {
                _scopes.ForEachScope(
                    static (scope, scopes) => scopes.Enqueue(string.Join(
                        ' ', ((IEnumerable<KeyValuePair<string, object?>>)scope!).Select(pair => $"{pair.Key}={pair.Value}"))),
                    Scopes);
            }
        }

        public void Dispose()
        {
        }
    }
}
