using GeneratedScheduler.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

/// <summary>Whatever code of the application's does around a run: the run gets an end, and its slot is free.</summary>
public sealed class EndIsAlwaysWrittenTests
{
    [Theory]
    [InlineData(ContainerKind.Queue)]
    [InlineData(ContainerKind.Shared)]
    public async Task A_service_that_is_never_disposed_holds_up_the_end_for_the_stop_timeout_only(ContainerKind kind)
    {
        await using ServiceProvider services = new ServiceCollection().AddScoped<NeverDisposed>().BuildServiceProvider();
        await using Bench bench = Bench.Over(kind, (_, options) => (options.Services, options.Concurrency) = (services, 1));
        bench.Method = static (task, context) =>
        {
            context.Services.GetRequiredService<NeverDisposed>();
            return new ValueTask<string>(task);
        };
        TaskHandle<string> handle = await bench.EnqueueAsync("done");
        await bench.Time.PassAsync(Bench.StopTimeout);
        Assert.Equal("done", (await bench.OutcomeOf(handle)).Result);

        // The slot is free for the next one.
        bench.Method = static (task, _) => new ValueTask<string>(task);
        handle = await bench.EnqueueAsync("next");
        Assert.Equal("next", (await bench.OutcomeOf(handle)).Result);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_service_whose_disposal_throws_changes_nothing(bool isAsync)
    {
        await using ServiceProvider services =
            new ServiceCollection().AddScoped<ThrowsWhenDisposed>().AddScoped<ThrowsWhenDisposedAsync>().BuildServiceProvider();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Services = services);
        bench.Method = (task, context) =>
        {
            context.Services.GetRequiredService(isAsync ? typeof(ThrowsWhenDisposedAsync) : typeof(ThrowsWhenDisposed));
            return new ValueTask<string>(task);
        };
        TaskHandle<string> handle = await bench.EnqueueAsync("done");
        Assert.Equal("done", await handle.Completion.Soon());
    }

    [Fact]
    public async Task A_service_that_cannot_be_made_fails_the_attempt()
    {
        await using ServiceProvider services =
            new ServiceCollection().AddScoped<NeverDisposed>(_ => throw new OddExceptions.WithoutAnything()).BuildServiceProvider();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Services = services);
        bench.Method = static (task, context) =>
        {
            context.Services.GetRequiredService<NeverDisposed>();
            return new ValueTask<string>(task);
        };
        TaskHandle<string> handle = await bench.EnqueueAsync();
        Assert.Equal(typeof(OddExceptions.WithoutAnything).FullName, (await handle.Outcome.Soon()).Failure?.ErrorType);
    }

    [Fact]
    public async Task A_callback_on_the_token_that_throws_does_not_keep_the_scheduler_from_being_closed()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        await using CancellationTokenRegistration registration =
            run.Context.CancellationToken.Register(static () => throw new InvalidOperationException("from a callback"));
        await bench.CloseAtOnceAsync().Soon();
        Assert.Equal(TaskState.Waiting, (await bench.GetAsync(handle.Id)).State);
    }

    [Fact]
    public async Task A_retry_policy_whose_exception_cannot_be_read_fails_the_task()
    {
        await using Bench bench = Bench.Over(ContainerKind.Shared, (_, options) =>
            (options.MaxAttempts, options.Retry) = (3, RetryPolicy.Custom(_ => throw new OddExceptions.WithoutAnything())));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Throw(new InvalidOperationException("the reason"));
        Assert.Equal("the reason", (await bench.OutcomeOf(handle)).Failure?.Message);
    }

    private sealed class NeverDisposed : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(new TaskCompletionSource().Task);
    }

    private sealed class ThrowsWhenDisposed : IDisposable
    {
        public void Dispose() => throw new OddExceptions.WithoutAnything();
    }

    private sealed class ThrowsWhenDisposedAsync : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => throw new OddExceptions.WithoutAnything();
    }
}
