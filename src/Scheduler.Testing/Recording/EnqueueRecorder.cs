using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Testing;

/// <summary>Lists what code under test enqueues, and runs none of it.</summary>
/// <remarks>
/// <para>
/// Schedulers that record are real ones, which accept and refuse what they otherwise do (unique keys, for instance); their tasks are kept in
/// memory and stay waiting. A handle of such a task therefore never completes: where the code under test awaits its tasks, take a
/// <see cref="FakeTimeRunner"/>, or a substitute of the scheduler and <see cref="TaskHandle{TResult}.FromResult"/>.
/// </para>
/// <para>What the actuator would check or complete before a task is added is left out. Safe for concurrent use.</para>
/// </remarks>
/// <example>
/// <code>
/// EnqueueRecorder enqueued = new();
/// await using SendScheduler mails = SendScheduler.Create(enqueued.Record);
///
/// await new Checkout(mails).PayAsync(order: 7);
///
/// Assert.Equal("order 7 is paid", Assert.Single(enqueued.Of&lt;SendTask&gt;()).Payload.Subject);
/// </code>
/// </example>
public sealed class EnqueueRecorder
{
    private readonly Lock _lock = new();
    private readonly List<EnqueuedTask> _tasks = [];

    /// <summary>Everything that was enqueued, of all kinds of tasks, in its order.</summary>
    public IReadOnlyList<EnqueuedTask> Tasks
    {
        get
        {
            lock (_lock)
            {
                return [.. _tasks];
            }
        }
    }

    /// <summary>The enqueued tasks with a payload of this type, in their order.</summary>
    /// <typeparam name="TTask">The payload, such as the emitted <c>SendTask</c>.</typeparam>
    public IReadOnlyList<EnqueuedTask<TTask>> Of<TTask>() => [.. Tasks.OfType<EnqueuedTask<TTask>>()];

    /// <summary>Forgets what was enqueued so far. Unique keys stay taken.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _tasks.Clear();
        }
    }

    /// <summary>Has one scheduler record: pass this method to the emitted <c>Create</c>, or call it while you change a setup yourself.</summary>
    /// <param name="setup">The setup of a scheduler that is not made yet; its container is replaced.</param>
    public void Record<TTask, TResult>(SchedulerSetup<TTask, TResult> setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        setup.Options.RunTasks = false;
        setup.Container = MakeContainer(setup.Definition, setup.Options.TimeProvider);
        setup.Persister = null;
    }

    /// <summary>Has all schedulers of a host record: pass this method to a second <c>AddScheduler</c> behind that of the application.</summary>
    /// <param name="builder">The builder of the application's schedulers; its storage is replaced.</param>
    public void Record(SchedulerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Configure(static options => options.RunTasks = false).UseStore(new Store(this));
    }

    private RecordingContainer<TTask, TResult> MakeContainer<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) => new(
        TestContainers.Make<TTask, TResult>(time),
        new Watcher<TTask, TResult>(this, definition));

    private void Add<TTask, TResult>(TaskDefinition<TTask, TResult> definition, ReadOnlySpan<NewTask<TTask>> tasks)
    {
        lock (_lock)
        {
            foreach (NewTask<TTask> task in tasks)
            {
                _tasks.Add(new EnqueuedTask<TTask>(definition.Name, task.Id, task.Payload, task.Options, task.Start, definition.Describe));
            }
        }
    }

    private sealed class Watcher<TTask, TResult>(EnqueueRecorder recorder, TaskDefinition<TTask, TResult> definition) : ITaskWatcher<TTask, TResult>
    {
        public void Added(ReadOnlySpan<NewTask<TTask>> tasks) => recorder.Add(definition, tasks);
    }

    private sealed class Store(EnqueueRecorder recorder) : ITaskStore
    {
        public string Name => "memory";

        public StoreTraits Traits => StoreTraits.None;

        public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
            recorder.MakeContainer(definition, time);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
