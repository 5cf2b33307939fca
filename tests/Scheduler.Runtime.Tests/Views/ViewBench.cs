using System.Globalization;
using System.Text.Json;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Views;

/// <summary>Several kinds of tasks in memory and a view of them. Nothing runs: tests bring tasks where they want them.</summary>
internal sealed class ViewBench : IAsyncDisposable
{
    private static readonly ClaimantId Me = ClaimantId.New();

    private readonly List<Scheduler<string, int>> _schedulers = [];
    private int _added;

    private ViewBench(bool withCursors, string[] kinds)
    {
        foreach (string kind in kinds)
        {
            MemoryTaskContainer<string, int> memory = new(new MemoryContainerOptions { TimeProvider = Time });
            Hooks.Add(kind, new Hooked(memory, withCursors));
            TaskDefinition<string, int> definition = new() { Name = kind, Codec = new TextCodec() };
            SchedulerSetup<string, int> setup = new(definition, new SchedulerOptions { TimeProvider = Time, RunTasks = false }) { Container = Hooks[kind] };
            _schedulers.Add(new Scheduler<string, int>(setup));
        }

        View = ITaskView.Of(_schedulers);
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ManualTime Time { get; } = new();

    public Dictionary<string, Hooked> Hooks { get; } = [];

    public ITaskView View { get; }

    public static ViewBench With(params string[] kinds) => new(withCursors: true, kinds);

    public static ViewBench Over(bool withCursors, params string[] kinds) => new(withCursors, kinds);

    /// <summary>Adds a task of a kind and brings it into a state.</summary>
    public async Task<TaskId> AddAsync(string kind, TaskState state = TaskState.Waiting, TaskFailure? failure = null, EnqueueOptions? options = null)
    {
        Hooked container = Hooks[kind];
        TaskId id = TaskId.New();
        string payload = string.Create(CultureInfo.InvariantCulture, $"payload {++_added}");

        // Tests add waiting tasks last, so that this is the one that is claimed.
        await container.AddAsync(new NewTask<string>[] { new(id, payload, options ?? EnqueueOptions.Default, state != TaskState.Unstarted) }, default, Cancellation);
        if (state is TaskState.Unstarted or TaskState.Waiting)
        {
            return id;
        }

        var claimed = new ClaimedTask<string>[1];
        Assert.Equal(1, await container.ClaimAsync(new ClaimRequest(Me, TimeSpan.FromMinutes(5)), claimed, Cancellation));
        Assert.Equal(id, claimed[0].Id);
        long token = claimed[0].ClaimToken;
        if (state != TaskState.Running)
        {
            TaskTransition<int> move = state switch
            {
                TaskState.Exporting => TaskTransition<int>.Export(id, token),
                TaskState.Succeeded => TaskTransition<int>.Succeed(id, token, _added),
                TaskState.Failed => TaskTransition<int>.Fail(id, token, failure ?? new TaskFailure(TaskFailureReason.Exception, "Oops")),
                _ => TaskTransition<int>.Stop(id, token),
            };
            bool[] accepted = new bool[1];
            await container.ApplyAsync(new[] { move }, accepted, Cancellation);
            Assert.True(accepted[0]);
        }

        return id;
    }

    /// <summary>All rows that a search finds, page by page.</summary>
    public async Task<List<TaskRow>> ListAllAsync(TaskSearch search)
    {
        List<TaskRow> all = [];
        string? cursor = null;
        do
        {
            TaskRowPage page = await View.ListAsync(search with { Cursor = cursor }, Cancellation);
            Assert.Empty(page.Failures);
            Assert.InRange(page.Rows.Count, cursor is null ? 0 : 1, search.PageSize);
            all.AddRange(page.Rows);
            cursor = page.NextCursor;
            Assert.InRange(all.Count, 0, 10_000);
        }
        while (cursor is not null);
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Scheduler<string, int> scheduler in _schedulers)
        {
            await scheduler.DisposeAsync();
        }

        foreach (Hooked container in Hooks.Values)
        {
            await container.DisposeAsync();
        }
    }

    /// <summary>A container that fails on demand, or gives no cursors for rows.</summary>
    internal sealed class Hooked(MemoryTaskContainer<string, int> memory, bool withCursors) : DelegatingTaskContainer<string, int>(memory)
    {
        public Exception? Broken { get; set; }

        public int Lists { get; private set; }

        public override async ValueTask<TaskPage<string, int>> ListAsync(TaskQuery query, CancellationToken cancellationToken)
        {
            Lists++;
            ThrowIfBroken();
            TaskPage<string, int> page = await base.ListAsync(query, cancellationToken);
            return withCursors ? page : new TaskPage<string, int>(page.Tasks, page.NextCursor);
        }

        public override ValueTask<TaskCounts> CountAsync(CancellationToken cancellationToken)
        {
            ThrowIfBroken();
            return base.CountAsync(cancellationToken);
        }

        private void ThrowIfBroken()
        {
            if (Broken is not null)
            {
                throw Broken;
            }
        }
    }

    private sealed class TextCodec : TaskCodec<string, int>
    {
        public override void WriteTask(Utf8JsonWriter writer, string task)
        {
            if (task.EndsWith("13", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("Thirteen is refused");
            }

            writer.WriteStartObject();
            writer.WriteString("text", task);
            writer.WriteEndObject();
        }

        public override string ReadTask(ref Utf8JsonReader reader) => throw new NotSupportedException();

        public override void WriteResult(Utf8JsonWriter writer, int result) => writer.WriteNumberValue(result);

        public override int ReadResult(ref Utf8JsonReader reader) => throw new NotSupportedException();
    }
}
