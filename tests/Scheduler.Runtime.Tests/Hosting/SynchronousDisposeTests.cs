using GeneratedScheduler.Conformance;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace GeneratedScheduler.Runtime.Tests.Hosting;

/// <summary>Service providers that are disposed synchronously close their schedulers.</summary>
public sealed class SynchronousDisposeTests
{
    [Fact]
    public async Task A_provider_closes_its_schedulers_and_disposes_their_containers()
    {
        ServiceProvider provider = Build(static scheduler => scheduler.AddAlpha().AddBeta());
        AlphaScheduler alpha = provider.GetRequiredService<AlphaScheduler>();
        alpha.Start();
        Assert.Equal("TASK", await (await alpha.EnqueueAsync("task", null, TestContext.Current.CancellationToken)).Completion.Soon());
        await Task.Run(provider.Dispose, TestContext.Current.CancellationToken).Soon();
        Assert.Equal(SchedulerState.Closed, alpha.GetStatus().State);
        Assert.Throws<ObjectDisposedException>(() => alpha.GetHandle(TaskId.New()));
        provider.Dispose();
    }

    [Fact]
    public async Task A_context_whose_only_thread_waits_for_the_dispose_does_not_hold_it_up()
    {
        ServiceProvider provider = Build(scheduler => scheduler.AddAlpha().UseStore(new ReturningContainers()));
        AlphaScheduler alpha = provider.GetRequiredService<AlphaScheduler>();
        alpha.Start();
        await alpha.EnqueueAsync("task", null, TestContext.Current.CancellationToken);
        await Task.Run(
            () =>
            {
                SynchronizationContext.SetSynchronizationContext(new Stuck());
                provider.Dispose();
            },
            TestContext.Current.CancellationToken).Soon("the dispose on a context that runs nothing");
        Assert.Equal(SchedulerState.Closed, alpha.GetStatus().State);
    }

    [Fact]
    public async Task A_close_under_a_clock_that_nobody_moves_ends_by_the_clock_of_the_system()
    {
        ManualTime time = new();
        SchedulerSetup<string, string> setup = new(new TaskDefinition<string, string>
        {
            Name = "stubborn",
            CreateActuator = static _ => new DelegateActuator(static async (task, context) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
                return task;
            }),
        });
        setup.Options.TimeProvider = time;
        setup.Options.ShutdownTimeout = TimeSpan.FromMilliseconds(1);
        Scheduler<string, string> scheduler = new(setup);
        scheduler.Start();
        TaskHandle<string> handle = await scheduler.EnqueueAsync("task", null, TestContext.Current.CancellationToken);
        await scheduler.DisposeAsync().AsTask().Soon("the close");
        Assert.Equal(TaskState.Deleted, (await handle.Outcome.Soon()).State);
    }

    private static ServiceProvider Build(Action<SchedulerBuilder> configure) => new ServiceCollection().AddScheduler(configure).BuildServiceProvider();

    /// <summary>Runs nothing that is posted to it: its only thread is busy.</summary>
    private sealed class Stuck : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }

    /// <summary>Containers whose dispose comes back to the context of whoever calls it, as code of users does.</summary>
    private sealed class ReturningContainers : ITaskStore
    {
        public string Name => "test";

        public StoreTraits Traits => StoreTraits.None;

        public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
            new Returning<TTask, TResult>();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Returning<TTask, TResult>() : DelegatingTaskContainer<TTask, TResult>(new MemoryTaskContainer<TTask, TResult>())
    {
        public override async ValueTask DisposeAsync()
        {
            await Task.Yield();
            await base.DisposeAsync();
        }
    }
}
