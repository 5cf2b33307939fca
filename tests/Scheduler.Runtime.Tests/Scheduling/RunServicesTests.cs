using System.Collections.Concurrent;
using GeneratedScheduler.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class RunServicesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_run_has_one_scope_of_its_own_which_is_disposed_after_it_however_it_ends(bool succeeds)
    {
        await using ServiceProvider services =
            new ServiceCollection().AddScoped<Probe>().BuildServiceProvider(validateScopes: true);
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.Services, options.MaxAttempts, options.Retry) = (services, 2, RetryPolicy.Fixed(TimeSpan.Zero)));
        ConcurrentQueue<Probe> probes = [];
        bench.Method = async (_, context) =>
        {
            Probe probe = context.Services.GetRequiredService<Probe>();
            probes.Enqueue(probe);
            await Task.Yield();
            Assert.Same(probe, context.Services.GetRequiredService<Probe>());
            Assert.Same(probe, context.GetInstance<Probe>(_ => throw new InvalidOperationException("it is registered")));
            Assert.False(probe.Disposed.Task.IsCompleted);
            return succeeds ? "done" : throw new InvalidOperationException();
        };
        TaskHandle<string> first = await bench.EnqueueAsync();
        TaskHandle<string> second = await bench.EnqueueAsync();
        Assert.Equal(succeeds ? TaskState.Succeeded : TaskState.Failed, (await first.Outcome.Soon()).State);
        await second.Outcome.Soon();
        Assert.Equal(succeeds ? 2 : 4, probes.Distinct().Count());
        foreach (Probe probe in probes)
        {
            await probe.Disposed.Task.Soon();
        }
    }

    [Fact]
    public async Task The_scope_of_a_run_that_was_ended_early_lives_until_its_code_returns()
    {
        await using ServiceProvider services = new ServiceCollection().AddScoped<Probe>().BuildServiceProvider();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Services = services);
        bench.Method = bench.Work.RunStubbornlyAsync;
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        Probe probe = run.Context.Services.GetRequiredService<Probe>();
        await bench.StopAsync(handle.Id);
        Assert.False(probe.Disposed.Task.IsCompleted);
        run.Return();
        await probe.Disposed.Task.Soon();
    }

    [Fact]
    public async Task An_object_that_is_not_registered_is_made_once_for_a_run_and_disposed_with_it()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        ConcurrentQueue<Probe> made = [];
        bench.Method = async (_, context) =>
        {
            Probe probe = context.GetInstance(_ => new Probe());
            made.Enqueue(probe);
            await Task.Yield();
            Assert.Same(probe, context.GetInstance<Probe>(_ => throw new InvalidOperationException("it was made already")));
            return "done";
        };
        await (await bench.EnqueueAsync()).Completion.Soon();
        await (await bench.EnqueueAsync()).Completion.Soon();
        Assert.Equal(2, made.Distinct().Count());
        foreach (Probe probe in made)
        {
            await probe.Disposed.Task.Soon();
        }
    }

    [Fact]
    public async Task An_object_that_cannot_be_disposed_keeps_nothing_else_from_it_and_fails_no_task()
    {
        await using ServiceProvider services = new ServiceCollection().AddScoped<Probe>().BuildServiceProvider();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Services = services);
        TaskCompletionSource<Probe> scoped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Method = (task, context) =>
        {
            context.GetInstance(_ => new Stuck());
            scoped.SetResult(context.Services.GetRequiredService<Probe>());
            return new ValueTask<string>(task);
        };
        TaskHandle<string> handle = await bench.EnqueueAsync("fine");
        Assert.Equal("fine", await handle.Completion.Soon());
        await (await scoped.Task.Soon()).Disposed.Task.Soon();
    }

    [Fact]
    public async Task Threads_of_one_run_that_ask_at_the_same_moment_share_one_scope()
    {
        await using ServiceProvider services = new ServiceCollection().AddScoped<Probe>().BuildServiceProvider();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Services = services);
        bench.Method = static async (_, context) =>
        {
            using Barrier together = new(2);
            Task<Probe> Ask() => Task.Run(() =>
            {
                together.SignalAndWait(CancellationToken.None);
                return context.Services.GetRequiredService<Probe>();
            });
            Probe[] probes = await Task.WhenAll(Ask(), Ask());
            return ReferenceEquals(probes[0], probes[1]) ? "same" : "different";
        };
        foreach (TaskHandle<string> handle in await bench.EnqueueManyAsync(Enumerable.Range(0, 300).Select(i => $"{i}")))
        {
            Assert.Equal("same", await handle.Completion.Soon());
        }
    }

    [Fact]
    public async Task A_service_that_cannot_be_made_fails_the_attempt()
    {
        await using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Services = services);
        bench.Method = static (_, context) => new ValueTask<string>(context.Services.GetRequiredService<Probe>().ToString()!);
        TaskHandle<string> handle = await bench.EnqueueAsync();
        Assert.Contains(nameof(Probe), (await handle.Outcome.Soon()).Failure!.Message, StringComparison.Ordinal);
    }

    private sealed class Probe : IAsyncDisposable
    {
        public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask DisposeAsync()
        {
            // Throws if it is disposed twice.
            Disposed.SetResult();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Stuck : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("it does not close");
    }
}
