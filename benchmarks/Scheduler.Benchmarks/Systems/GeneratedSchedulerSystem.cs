using GeneratedScheduler.Benchmarks.Tasks;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Benchmarks.Systems;

/// <summary>Our scheduler, as the source generator emits it, with default options but for the concurrency.</summary>
internal sealed class GeneratedSchedulerSystem : ITaskSystem
{
    private readonly ITaskStore _store;
    private readonly SumScheduler _scheduler;

    private GeneratedSchedulerSystem(SystemSettings settings, ITaskStore store)
    {
        _store = store;
        SchedulerSetup<SumTask, int> setup = new(SumScheduler.CreateDefinition()) { Store = _store };
        setup.Options.Concurrency = settings.Concurrency;
        _scheduler = new SumScheduler(setup);
    }

    public bool IsDurable => _store.Traits.HasFlag(StoreTraits.Shared);

    public bool TellsCompletion => true;

    public int OwnTransactions { get; private set; }

    public ValueTask EnqueueAsync(int count, int batch) => batch == 1 ? EnqueueOneByOneAsync(count) : EnqueueBatchesAsync(count, batch);

    public async ValueTask RunOneAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        TaskHandle<int> handle = await _scheduler.EnqueueAsync(1, 1, cancellationToken: cancellationToken);
        await handle.Completion.WaitAsync(timeout, TimeProvider.System, cancellationToken);
    }

    public async ValueTask<long?> CountWaitingAsync() => (await CountAsync(CancellationToken.None)).Waiting;

    public ValueTask StartAsync()
    {
        _scheduler.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        // In memory a task has ended when its code has.
        while (IsDurable && (await CountAsync(cancellationToken)).Unfinished > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _scheduler.DisposeAsync();
        await _store.DisposeAsync();
    }

    private async ValueTask EnqueueOneByOneAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await _scheduler.EnqueueAsync(i, 1);
        }
    }

    private async ValueTask EnqueueBatchesAsync(int count, int batch)
    {
        for (int begin = 0; begin < count; begin += batch)
        {
            await _scheduler.EnqueueManyAsync(Enumerable.Range(begin, Math.Min(batch, count - begin)).Select(static i => (i, 1)));
        }
    }

    private ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken)
    {
        OwnTransactions++;
        return _scheduler.CountAsync(cancellationToken);
    }

    internal sealed class Factory : ITaskSystemFactory
    {
        public string Name => "generated-scheduler";

        public bool IsCapped => false;

        public string ContainerOf(SystemSettings settings) => settings.Container;

        public async ValueTask<ITaskSystem> CreateAsync(SystemSettings settings) =>
            new GeneratedSchedulerSystem(settings, await TaskContainers.CreateAsync(settings));
    }
}
