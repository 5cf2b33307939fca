using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runtime.Tests.Hosting;

/// <summary>Services that tasks need are looked for at the start; who runs no tasks needs none.</summary>
public sealed class NeededServiceTests
{
    private interface IMailer;

    private sealed class Mails;

    [Fact]
    public void A_service_that_is_missing_is_named_with_the_task_and_the_class()
    {
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() => Make(
            static _ => { },
            new TaskService(typeof(IMailer), "MyApp.Mails"),
            new TaskService(typeof(IMailer), "MyApp.Mails", key: "fast"),
            new TaskService(typeof(List<IMailer>), "MyApp.Mails.Send")));
        Assert.StartsWith("The scheduler of 'mails' cannot start: MyApp.Mails needs the service ", refused.Message, StringComparison.Ordinal);
        Assert.Collection(refused.Problems,
            problem => Assert.Contains("IMailer, which is not registered. Register it", problem, StringComparison.Ordinal),
            problem => Assert.Contains("IMailer with the key 'fast', which is not registered.", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("MyApp.Mails.Send needs the service List<", problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_registered_or_built_in_is_found()
    {
        await using Scheduler<string, string> scheduler = Make(
            static services => services.AddTransient<IMailer>(_ => null!).AddKeyedTransient<IMailer>("fast", (_, _) => null!).AddLogging(),
            new TaskService(typeof(IMailer), "MyApp.Mails"),
            new TaskService(typeof(IMailer), "MyApp.Mails", key: "fast"),
            new TaskService(typeof(IEnumerable<Mails>), "MyApp.Mails"),
            new TaskService(typeof(ILogger<Mails>), "MyApp.Mails"),
            new TaskService(typeof(IServiceScopeFactory), "MyApp.Mails"));
        Assert.Equal("mails", scheduler.Name);
    }

    [Fact]
    public async Task A_class_that_is_registered_itself_may_be_made_of_something_else()
    {
        TaskService needed = new(typeof(IMailer), "MyApp.Mails", unlessRegistered: typeof(Mails));
        Assert.Throws<SchedulerConfigurationException>(() => Make(static _ => { }, needed));
        await using Scheduler<string, string> scheduler = Make(static services => services.AddScoped(_ => new Mails()), needed);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_scheduler_that_only_enqueues_makes_no_actuator_and_asks_for_no_services(ContainerKind kind)
    {
        SchedulerSetup<string, string> setup = new(new TaskDefinition<string, string>
        {
            Name = "mails",
            NeedsServices = true,
            Services = [new TaskService(typeof(IMailer), "MyApp.Mails")],
            CreateActuator = static _ => throw new InvalidOperationException("An actuator was made."),
        });
        await using HookedContainer container = Bench.MakeContainer(kind, new ManualTime());
        setup.Container = container;
        setup.Options.RunTasks = false;
        setup.Options.StatusUpdates = StatusUpdates.Callback;
        setup.Options.Services = new Nothing();
        await using Scheduler<string, string> scheduler = new(setup);
        scheduler.Start();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        TaskHandle<string> handle = await scheduler.EnqueueAsync("task", null, cancellation).Soon();
        await scheduler.EnqueueManyAsync(["a", "b"], null, cancellation).Soon();
        await scheduler.CreateAsync("c", null, cancellation).Soon();
        await handle.StopAsync(cancellation).Soon();
        Assert.Equal(new TaskCounts { Waiting = 2, Unstarted = 1, Stopped = 1 }, await scheduler.CountAsync(cancellation).Soon());
        Assert.Equal(SchedulerState.Started, scheduler.GetStatus().State);
    }

    private static Scheduler<string, string> Make(Action<IServiceCollection> register, params TaskService[] needed)
    {
        ServiceCollection services = new();
        register(services);
        SchedulerSetup<string, string> setup = new(new TaskDefinition<string, string>
        {
            Name = "mails",
            Services = [.. needed],
            CreateActuator = static _ => RemoteFunction.Shout(),
        });
        setup.Options.Services = services.BuildServiceProvider();
        return new Scheduler<string, string>(setup);
    }

    private sealed class Nothing : IServiceProvider
    {
        public object? GetService(Type serviceType) => throw new InvalidOperationException($"{serviceType} was asked for.");
    }
}
