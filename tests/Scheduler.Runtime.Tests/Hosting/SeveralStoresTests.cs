using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GeneratedScheduler.Runtime.Tests.Hosting;

/// <summary>A host with a store for some kinds of tasks and another one for others.</summary>
public sealed class SeveralStoresTests
{
    [Fact]
    public async Task A_store_that_is_given_twice_is_one_store()
    {
        CountingStore store = new();
        using (IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler
            .AddAlpha().AddBeta().UseStore(store, AlphaScheduler.TaskName).UseStore(store, BetaScheduler.TaskName))))
        {
            await host.StartSoonAsync();
            Assert.Equal("ONE", await (await EnqueueAsync(host, "one")).Completion.Soon("alpha"));
            await host.StopSoonAsync();
        }

        Assert.Equal(2, store.Opened);
        Assert.Equal(1, store.Disposed);
    }

    [Fact]
    public async Task A_host_has_a_view_of_the_tasks_in_all_of_its_stores()
    {
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler
            .AddAlpha().AddBeta().UseStore(new CountingStore(), AlphaScheduler.TaskName).UseStore(new CountingStore(), BetaScheduler.TaskName)));
        await host.StartSoonAsync();
        await (await EnqueueAsync(host, "one")).Completion.Soon("alpha");
        await (await host.Services.GetRequiredService<BetaScheduler>().EnqueueAsync(1, null, CancellationToken.None)).Completion.Soon("beta");

        ITaskView view = host.Services.GetRequiredService<ITaskView>();
        Assert.Equal([AlphaScheduler.TaskName, BetaScheduler.TaskName], view.Kinds);
        TaskRowPage page = await view.ListAsync(new() { States = [TaskState.Succeeded] }, CancellationToken.None);
        Assert.Equal([AlphaScheduler.TaskName, BetaScheduler.TaskName], page.Rows.Select(row => row.Kind));
        await host.StopSoonAsync();
    }

    [Fact]
    public async Task Memory_in_front_is_for_the_stores_that_others_share()
    {
        CountingStore memory = new();
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler
            .AddAlpha().UseStore(memory, AlphaScheduler.TaskName).UseMemoryInFront()));
        await host.StartSoonAsync();

        Assert.Equal("ONE", await (await EnqueueAsync(host, "one")).Completion.Soon("alpha"));
        Assert.Equal(1, memory.Opened);
        await host.StopSoonAsync();
    }

    private static Task<TaskHandle<string>> EnqueueAsync(IHost host, string task) =>
        host.Services.GetRequiredService<AlphaScheduler>().EnqueueAsync(task, null, CancellationToken.None).AsTask();

    /// <summary>Memory that counts how it is used.</summary>
    private sealed class CountingStore : ITaskStore
    {
        private readonly ITaskStore _memory = new MemoryStore();

        public int Opened { get; private set; }

        public int Disposed { get; private set; }

        public string Name => _memory.Name;

        public StoreTraits Traits => _memory.Traits;

        public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time)
        {
            Opened++;
            return _memory.Open(definition, time);
        }

        public ValueTask DisposeAsync()
        {
            Disposed++;
            return _memory.DisposeAsync();
        }
    }
}
