using System.Diagnostics;
using System.Globalization;
using GeneratedScheduler.Benchmarks.CommandLine;
using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Systems;
using GeneratedScheduler.Benchmarks.Tasks;
using GeneratedScheduler.Benchmarks.Tasks.Kinds;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Benchmarks.Scenarios.Commit;

/// <summary>One store, two kinds of tasks; the ways take turns task by task, so that other load of the machine affects both alike.</summary>
internal sealed class CommitRun(string container, int tasks, BenchmarkOutput output)
{
    private const int Ways = 2;

    // Connections are opened, statements are prepared, and code is compiled.
    private const int Unmeasured = 500;

    private readonly Latencies _commits = new(tasks);
    private readonly Latencies _both = new(tasks);
    private readonly Latencies _applies = new(tasks);
    private readonly Latencies _adds = new(tasks);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        output.Write(EnvironmentLine.Current(), LineContext.Default.EnvironmentLine);
        int count = (tasks + Unmeasured) * Ways;
        await using ITaskStore store = await TaskContainers.CreateAsync(new SystemSettings(container, count, 1, 500));
        if (!store.Traits.HasFlag(StoreTraits.Committing))
        {
            output.Note($"{store.Name} does not commit.");
            return ExitCodes.WrongUsage;
        }

        await using ITaskContainer<SumTask, int> ended = store.Open(SumScheduler.CreateDefinition(), TimeProvider.System);
        await using ITaskContainer<Kind00Task, NoResult> added = store.Open(Kind00Scheduler.CreateDefinition(), TimeProvider.System);
        await ended.InitializeAsync(cancellationToken);
        await added.InitializeAsync(cancellationToken);
        ClaimedTask<SumTask>[] claimed = await ClaimAsync(ended, count, cancellationToken);
        for (int i = 0; i < count; i += Ways)
        {
            bool isMeasured = i >= Unmeasured * Ways;
            await CommitAsync(store, ended, added, claimed[i], isMeasured, cancellationToken);
            await CallBothAsync(ended, added, claimed[i + 1], isMeasured, cancellationToken);
        }

        Write("commit", _commits);
        Write("apply-and-add", _both);
        Write("apply", _applies);
        Write("add", _adds);
        TaskCounts counts = await ended.CountAsync(cancellationToken);
        return counts.Succeeded == count && (await added.CountAsync(cancellationToken)).Waiting == count ? ExitCodes.Success : ExitCodes.WrongResult;
    }

    private static async Task<ClaimedTask<SumTask>[]> ClaimAsync(ITaskContainer<SumTask, int> ended, int count, CancellationToken cancellationToken)
    {
        NewTask<SumTask>[] all = [.. Enumerable.Range(0, count).Select(static i => new NewTask<SumTask>(TaskId.New(), new SumTask(i, i), new EnqueueOptions()))];
        foreach (NewTask<SumTask>[] batch in all.Chunk(500))
        {
            await ended.AddAsync(batch, default, cancellationToken);
        }

        ClaimedTask<SumTask>[] claimed = new ClaimedTask<SumTask>[count];
        ClaimRequest request = new(ClaimantId.New(), TimeSpan.FromHours(1));
        for (int found = 0; found < count;)
        {
            found += await ended.ClaimAsync(request, claimed.AsMemory(found, Math.Min(500, count - found)), cancellationToken);
        }

        return claimed;
    }

    private async Task CommitAsync(
        ITaskStore store,
        ITaskContainer<SumTask, int> ended,
        ITaskContainer<Kind00Task, NoResult> added,
        ClaimedTask<SumTask> claimed,
        bool isMeasured,
        CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        TaskCommit commit = new();
        commit.Apply(ended, TaskTransition<int>.Succeed(claimed.Id, claimed.ClaimToken, 1));
        commit.Add(added, Next());
        await store.CommitAsync(commit, cancellationToken);
        long end = Stopwatch.GetTimestamp();
        if (isMeasured)
        {
            _commits.Add(begin, end);
        }
    }

    private async Task CallBothAsync(
        ITaskContainer<SumTask, int> ended, ITaskContainer<Kind00Task, NoResult> added, ClaimedTask<SumTask> claimed, bool isMeasured, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        await ended.ApplyAsync(new[] { TaskTransition<int>.Succeed(claimed.Id, claimed.ClaimToken, 1) }, new bool[1], cancellationToken);
        long between = Stopwatch.GetTimestamp();
        await added.AddAsync(new[] { Next() }, default, cancellationToken);
        long end = Stopwatch.GetTimestamp();
        if (isMeasured)
        {
            _both.Add(begin, end);
            _applies.Add(begin, between);
            _adds.Add(between, end);
        }
    }

    private static NewTask<Kind00Task> Next() => new(TaskId.New(), new Kind00Task(), new EnqueueOptions());

    private void Write(string way, Latencies latencies)
    {
        Figures figures = new();
        latencies.AddTo(figures, way);
        CommitLine line = new()
        {
            Container = container,
            Way = way,
            Tasks = tasks,
            P50Ms = Math.Round(figures[$"{way}_p50_ms"], 3),
            P95Ms = Math.Round(figures[$"{way}_p95_ms"], 3),
            P99Ms = Math.Round(figures[$"{way}_p99_ms"], 3),
        };
        output.Write(line, LineContext.Default.CommitLine);
        output.Note(string.Create(CultureInfo.InvariantCulture, $"{way,-14} {line.P50Ms,8:N3} ms, 95 of 100 within {line.P95Ms:N3} ms"));
    }
}
