using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GeneratedScheduler.Runtime.Tests.Hosting;

/// <summary>Registering tasks: calls add up, and collections do not mix.</summary>
public sealed class AddSchedulerTests
{
    [Fact]
    public async Task Repeated_registration_registers_once()
    {
        using IHost host = RemoteHostTasks.Build(services => services
            .AddScheduler(scheduler => scheduler.AddAlpha().AddAlpha())
            .AddScheduler(scheduler => scheduler.AddAlpha()));
        await host.StartSoonAsync();

        Assert.Single(host.Services.GetServices<IScheduler>());
        Assert.Single(host.Services.GetServices<IHostedService>());
        await host.StopSoonAsync();
    }

    [Fact]
    public async Task Calls_add_up_to_one_set_of_schedulers()
    {
        using IHost host = RemoteHostTasks.Build(services => services
            .AddScheduler(scheduler => scheduler.AddAlpha().Configure(options => options.Concurrency = 3))
            .AddScheduler(scheduler => scheduler.AddBeta()));
        await host.StartSoonAsync();

        Assert.Equal(["alpha", "beta"], host.Services.GetServices<IScheduler>().Select(scheduler => scheduler.Name).Order());
        Assert.Equal("ONE", await (await EnqueueAsync(host, "one")).Completion.Soon("alpha"));
        TaskHandle<int> beta = await host.Services.GetRequiredService<BetaScheduler>().EnqueueAsync(1, null, CancellationToken.None);
        Assert.Equal(2, await beta.Completion.Soon("beta"));
        await host.StopSoonAsync();
    }

    [Fact]
    public void Typed_scheduler_is_one_and_the_same_everywhere()
    {
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler.AddAlpha()));
        AlphaScheduler typed = host.Services.GetRequiredService<AlphaScheduler>();

        Assert.Same(typed, host.Services.GetRequiredService<AlphaScheduler>());
        Assert.Same(typed, Assert.Single(host.Services.GetServices<IScheduler>()));
        using IServiceScope scope = host.Services.CreateScope();
        Assert.Same(typed, scope.ServiceProvider.GetRequiredService<AlphaScheduler>());
    }

    [Fact]
    public void Two_kinds_of_task_with_one_name_are_refused_with_both_their_types()
    {
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() =>
            new ServiceCollection().AddScheduler(scheduler => scheduler.AddAlpha().AddBeta(AlphaScheduler.TaskName)));

        Assert.Equal(AlphaScheduler.TaskName, refused.TaskName);
        string problem = Assert.Single(refused.Problems);
        Assert.Contains(typeof(AlphaScheduler).FullName!, problem, StringComparison.Ordinal);
        Assert.Contains(typeof(BetaScheduler).FullName!, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hosts_in_one_process_know_nothing_of_each_other()
    {
        using IHost first = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler.AddAlpha()));
        using IHost second = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler
            .AddAlpha(new RemoteFunction((task, _) => ValueTask.FromResult(task + "!"))).AddBeta()));
        await first.StartSoonAsync();
        await second.StartSoonAsync();

        Assert.Single(first.Services.GetServices<IScheduler>());
        Assert.Equal(2, second.Services.GetServices<IScheduler>().Count());
        Assert.NotSame(first.Services.GetRequiredService<AlphaScheduler>(), second.Services.GetRequiredService<AlphaScheduler>());
        TaskHandle<string> shouted = await EnqueueAsync(first, "one");
        Assert.Equal("ONE", await shouted.Completion.Soon("the first host"));
        Assert.Equal("one!", await (await EnqueueAsync(second, "one")).Completion.Soon("the second host"));
        Assert.Null(await second.Services.GetRequiredService<AlphaScheduler>().GetAsync(shouted.Id, CancellationToken.None));
        await first.StopSoonAsync();
        Assert.Equal("two!", await (await EnqueueAsync(second, "two")).Completion.Soon("the second host"));
        await second.StopSoonAsync();
    }

    [Fact]
    public void Missing_arguments_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new ServiceCollection().AddScheduler(null!));
        Assert.Throws<ArgumentNullException>(() => new ServiceCollection().AddScheduler(scheduler => scheduler.Configure(null!)));
        Assert.Throws<ArgumentNullException>(() => new ServiceCollection().AddScheduler(scheduler => scheduler.UseStore((ITaskStore)null!)));
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddScheduler(scheduler => scheduler.BindConfiguration(" ")));
    }

    private static Task<TaskHandle<string>> EnqueueAsync(IHost host, string task) =>
        host.Services.GetRequiredService<AlphaScheduler>().EnqueueAsync(task, null, CancellationToken.None).AsTask();
}
