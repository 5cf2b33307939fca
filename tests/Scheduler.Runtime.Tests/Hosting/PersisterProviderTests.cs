using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GeneratedScheduler.Runtime.Tests.Hosting;

/// <summary>One line says where the outputs of all kinds of tasks of a host are kept.</summary>
public sealed class PersisterProviderTests
{
    [Fact]
    public async Task Each_kind_that_returns_something_gets_a_persister_which_the_host_disposes()
    {
        Provider provider = new();
        using (IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => AddQuiet(scheduler.AddAlpha().AddBeta()).SaveOutputsTo(_ => provider))))
        {
            await host.StartSoonAsync();
            Assert.Equal([AlphaScheduler.TaskName, BetaScheduler.TaskName], provider.Made.Keys.Order());
            TaskHandle<string> handle = await host.Services.GetRequiredService<AlphaScheduler>().EnqueueAsync("aloud", null, CancellationToken.None);
            Assert.Equal("ALOUD", await handle.Completion.Soon("the result"));
            Kept<string, string> kept = (Kept<string, string>)provider.Made[AlphaScheduler.TaskName];
            Assert.Equal((1, 1, 0), (kept.Initialized, kept.Saved, kept.Disposed));
            await host.StopSoonAsync();
        }

        Assert.Equal(1, ((Kept<string, string>)provider.Made[AlphaScheduler.TaskName]).Disposed);
    }

    [Fact]
    public async Task Persister_of_a_kind_goes_before_that_of_all()
    {
        Provider provider = new();
        RemotePersister own = new();
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler
            .AddAlpha().SaveOutputsTo(_ => provider).Configure<string, string>((setup, _) => setup.Persister = own)));
        await host.StartSoonAsync();
        TaskHandle<string> handle = await host.Services.GetRequiredService<AlphaScheduler>().EnqueueAsync("aloud", null, CancellationToken.None);
        Assert.Equal("ALOUD", await handle.Completion.Soon("the result"));
        Assert.Empty(provider.Made);
        Assert.Equal("ALOUD", own.Outputs[handle.Id]);
        await host.StopSoonAsync();
    }

    [Fact]
    public async Task What_cannot_be_made_ready_is_told_to_who_enqueues_and_tried_again()
    {
        Provider provider = new() { FailedStarts = 2 };
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => scheduler
            .AddAlpha(attribute: options => options.RunTasks = false).SaveOutputsTo(_ => provider)));
        AlphaScheduler alpha = host.Services.GetRequiredService<AlphaScheduler>();
        for (int i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<IOException>(async () => await alpha.EnqueueAsync("aloud", null, CancellationToken.None));
        }

        await alpha.EnqueueAsync("aloud", null, CancellationToken.None);
        Assert.Equal(1, (await alpha.CountAsync(CancellationToken.None)).Waiting);
    }

    private static SchedulerBuilder AddQuiet(SchedulerBuilder builder) => builder.AddTask<Scheduler<int, NoResult>, int, NoResult>(
        new TaskDefinition<int, NoResult> { Name = "quiet", CreateActuator = static _ => new QuietFunction() },
        static setup => new Scheduler<int, NoResult>(setup));

    private sealed class QuietFunction : FunctionActuator<int, NoResult>
    {
        protected override ValueTask<NoResult> InvokeAsync(int task, TaskContext context) => default;
    }

    private sealed class Provider : ITaskStore
    {
        public string Name => "outputs";

        public StoreTraits Traits => StoreTraits.Outputs;

        public Dictionary<string, object> Made { get; } = [];

        public int FailedStarts { get; init; }

        public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
            throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public ITaskDataPersister<TTask, TResult> OpenOutputs<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time)
        {
            Kept<TTask, TResult> made = new(FailedStarts);
            Made.Add(definition.Name, made);
            return made;
        }
    }

    private sealed class Kept<TTask, TResult>(int failedStarts) : ITaskDataPersister<TTask, TResult>, IAsyncDisposable
    {
        private TResult? _output;
        private int _starts;

        public int Initialized { get; private set; }

        public int Saved { get; private set; }

        public int Disposed { get; private set; }

        public ValueTask InitializeAsync(CancellationToken cancellationToken)
        {
            if (_starts++ < failedStarts)
            {
                throw new IOException("Not yet.");
            }

            Initialized++;
            return default;
        }

        public ValueTask SaveAsync(TaskId id, TTask task, TResult output, CancellationToken cancellationToken)
        {
            _output = output;
            Saved++;
            return default;
        }

        public ValueTask<TResult> LoadAsync(TaskId id, CancellationToken cancellationToken) => ValueTask.FromResult(_output!);

        public ValueTask DeleteAsync(TaskId id, CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync()
        {
            Disposed++;
            return default;
        }
    }
}
