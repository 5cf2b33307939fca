using GeneratedScheduler.Conformance;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace GeneratedScheduler.Runtime.Tests.Hosting;

/// <summary>Schedulers live as long as their host, and their services as long as one run.</summary>
public sealed class HostLifeTests
{
    [Fact]
    public async Task Host_starts_and_closes_its_schedulers()
    {
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler.AddAlpha().AddBeta()));
        IScheduler[] schedulers = [.. host.Services.GetServices<IScheduler>()];
        Assert.All(schedulers, scheduler => Assert.Equal(SchedulerState.Created, scheduler.GetStatus().State));
        await host.StartSoonAsync();
        Assert.All(schedulers, scheduler => Assert.Equal(SchedulerState.Started, scheduler.GetStatus().State));
        await host.StopSoonAsync();
        Assert.All(schedulers, scheduler => Assert.Equal(SchedulerState.Closed, scheduler.GetStatus().State));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => EnqueueAsync(host, "late"));
    }

    [Fact]
    public async Task Stopping_host_gives_running_tasks_back()
    {
        await using MemoryTaskContainer<string, string> store = new();
        RemoteFunction function = new(async (task, context) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
            return task;
        });
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler
            .AddAlpha(function)
            .Configure(options => options.ShutdownTimeout = TimeSpan.Zero)
            .Configure<string, string>((setup, _) => setup.Container = store)));
        await host.StartSoonAsync();
        TaskHandle<string> handle = await EnqueueAsync(host, "long");
        await function.Started.WhenCountAsync(1);
        await host.StopSoonAsync();

        TaskId[] ids = [handle.Id];
        TaskRecord<string, string> given = (await store.GetAsync(ids, CancellationToken.None))[0]!;
        Assert.Equal((TaskState.Waiting, 0, 0), (given.State, given.Attempt, given.Losses));
    }

    [Fact]
    public async Task Host_whose_patience_ends_cancels_running_tasks_at_once()
    {
        RemoteFunction function = new(async (task, context) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
            return task;
        });
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler
            .AddAlpha(function)
            .Configure(options => options.ShutdownTimeout = TimeSpan.FromHours(1))));
        await host.StartSoonAsync();
        await EnqueueAsync(host, "long");
        await function.Started.WhenCountAsync(1);

        await host.StopAsync(new CancellationToken(canceled: true)).Soon("the host to stop");
        Assert.Equal(0, host.Services.GetRequiredService<AlphaScheduler>().GetStatus().Running);
    }

    [Fact]
    public async Task Each_run_has_a_scope_of_its_own_that_ends_with_it()
    {
        RemoteTrail<ScopedThing> things = new();
        RemoteFunction function = new((task, context) =>
        {
            ScopedThing thing = context.Services.GetRequiredService<ScopedThing>();
            Assert.Same(thing, context.Services.GetRequiredService<ScopedThing>());
            Assert.False(thing.Disposed.Task.IsCompleted);
            things.Add(thing);
            return ValueTask.FromResult(task);
        });
        using IHost host = RemoteHostTasks.Build(services => services
            .AddScoped<ScopedThing>()
            .AddScheduler(scheduler => scheduler.AddAlpha(function)));
        await host.StartSoonAsync();
        await (await EnqueueAsync(host, "one")).Completion.Soon("one");
        await (await EnqueueAsync(host, "two")).Completion.Soon("two");

        Assert.Equal(2, things.Items.Distinct().Count());
        foreach (ScopedThing thing in things.Items)
        {
            await thing.Disposed.Task.Soon("the scope to end");
        }

        await host.StopSoonAsync();
    }

    [Fact]
    public async Task Scope_of_work_elsewhere_ends_even_if_the_work_ends_before_its_start_has_answered()
    {
        await using RemoteService service = new() { CallsBack = true, AnswersAtOnce = "ok" };
        RemoteTrail<ScopedThing> things = new();
        TaskCompletionSource read = new();
        RemoteCallbackActuator actuator = new(service)
        {
            Look = context => things.Add(context.Services.GetRequiredService<ScopedThing>()),
            Hook = RemoteCommands.Hold(RemoteCall.Started, read.Task),
        };
        RemoteLogs logs = new();
        using IHost host = RemoteHostTasks.Build(services => services
            .AddScoped<ScopedThing>()
            .AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(logs)
            .AddScheduler(scheduler => scheduler.AddAlpha(actuator)));
        await host.StartSoonAsync();
        TaskHandle<string> handle = await EnqueueAsync(host, "fast");
        await service.JobAsync(1);
        service.CallBack(default);
        await logs.Entries.WhenAsync(entry => entry.Id == 14);
        read.SetResult();

        Assert.Equal("ok", await handle.Completion.Soon("the result"));
        await Assert.Single(things.Items).Disposed.Task.Soon("the scope to end");
        await host.StopSoonAsync();
    }

    [Fact]
    public async Task Containers_of_the_host_are_disposed_after_their_schedulers()
    {
        RecordingProvider provider = new();
        IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler
            .AddAlpha(new RemoteFunction((task, _) => ValueTask.FromResult(task))).UseStore(provider)));
        await host.StartSoonAsync();
        AlphaScheduler scheduler = host.Services.GetRequiredService<AlphaScheduler>();
        provider.StateOf = () => scheduler.GetStatus().State;
        await ((IAsyncDisposable)host).DisposeAsync();

        Assert.Equal([SchedulerState.Closed], provider.StatesAtDisposal);
    }

    [Fact]
    public async Task Container_that_the_application_gave_is_not_disposed_by_the_host()
    {
        RemoteContainer own = new(new MemoryTaskContainer<string, string>());
        IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler
            .AddAlpha().Configure<string, string>((setup, _) => setup.Container = own)));
        await host.StartSoonAsync();
        await ((IAsyncDisposable)host).DisposeAsync();

        Assert.False(own.IsDisposed);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Disposing_the_services_of_a_host_that_never_started_is_harmless()
    {
        ServiceCollection services = new();
        services.AddScheduler(scheduler => scheduler.AddAlpha().AddBeta());
        await using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Equal(2, provider.GetServices<IScheduler>().Count());
    }

    [Fact]
    public async Task Health_check_tells_a_closed_scheduler_from_a_working_one()
    {
        using IHost host = RemoteHostTasks.Build(services =>
        {
            services.AddScheduler(scheduler => scheduler.AddAlpha().AddBeta());
            services.AddHealthChecks().AddCheck<SchedulerHealthCheck>("scheduler");
        });
        await host.StartSoonAsync();
        HealthCheckService health = host.Services.GetRequiredService<HealthCheckService>();
        HealthReportEntry before = (await health.CheckHealthAsync(CancellationToken.None)).Entries["scheduler"];
        Assert.Equal((HealthStatus.Healthy, "All schedulers work."), (before.Status, before.Description));

        await host.Services.GetRequiredService<BetaScheduler>().CloseAsync(CancellationToken.None).Soon("the scheduler to close");
        HealthReportEntry after = (await health.CheckHealthAsync(CancellationToken.None)).Entries["scheduler"];
        Assert.Equal((HealthStatus.Unhealthy, "beta: closed."), (after.Status, after.Description));
        await host.StopSoonAsync();
    }

    private static Task<TaskHandle<string>> EnqueueAsync(IHost host, string task) =>
        host.Services.GetRequiredService<AlphaScheduler>().EnqueueAsync(task, null, CancellationToken.None).AsTask();

    private sealed class ScopedThing : IDisposable
    {
        public TaskCompletionSource Disposed { get; } = new();

        public void Dispose() => Disposed.TrySetResult();
    }

    private sealed class RecordingProvider : ITaskStore
    {
        public Func<SchedulerState>? StateOf { get; set; }

        public List<SchedulerState> StatesAtDisposal { get; } = [];

        public string Name => "test";

        public StoreTraits Traits => StoreTraits.None;

        public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
            new Recording<TTask, TResult>(new MemoryTaskContainer<TTask, TResult>(), this);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private sealed class Recording<TTask, TResult>(ITaskContainer<TTask, TResult> inner, RecordingProvider provider)
            : DelegatingTaskContainer<TTask, TResult>(inner)
        {
            public override ValueTask DisposeAsync()
            {
                provider.StatesAtDisposal.Add(provider.StateOf!());
                return base.DisposeAsync();
            }
        }
    }
}
