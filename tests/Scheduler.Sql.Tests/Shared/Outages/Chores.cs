using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GeneratedScheduler.Sql.Tests.Shared.Outages;

/// <summary>Tasks that only note that they ran, for tests in which the database goes away meanwhile.</summary>
internal static class Chores
{
    [ScheduledTask("chore", TypeName = "Chore")]
    public static async Task<int> DoAsync(string ledger, int number, string weight = "")
    {
        ChoreLedger.Of(ledger).Ran(number);
        await Task.Yield();
        return number + weight.Length;
    }
}

/// <summary>How often each task of a test ran.</summary>
internal sealed class ChoreLedger
{
    private static readonly ConcurrentDictionary<string, ChoreLedger> All = new();
    private readonly ConcurrentDictionary<int, int> _runs = new();

    private ChoreLedger()
    {
    }

    public string Name { get; } = Guid.NewGuid().ToString();

    /// <summary>How many tasks ran at all.</summary>
    public int Count => _runs.Count;

    public static ChoreLedger New()
    {
        ChoreLedger ledger = new();
        All[ledger.Name] = ledger;
        return ledger;
    }

    public static ChoreLedger Of(string name) => All[name];

    public void Ran(int number) => _runs.AddOrUpdate(number, 1, static (_, times) => times + 1);

    public int RunsOf(int number) => _runs.GetValueOrDefault(number);
}

/// <summary>A scheduler at work, somebody who enqueues whatever happens, and what must be true of it in the end.</summary>
internal sealed class ChoreLife(ChoreScheduler chores, int tasks, string weight = "")
{
    // More than this is never waiting: things go wrong in the middle of the work.
    private const int MostAhead = 20;

    private readonly TaskId[] _ids = [.. Enumerable.Range(0, tasks).Select(_ => TaskId.New())];
    private readonly SchedulerHealthCheck _check = new([chores]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ChoreLedger Ledger { get; } = ChoreLedger.New();

    /// <summary>How many calls to enqueue failed.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = [];

    public TaskId IdOf(int number) => _ids[number];

    /// <summary>Enqueues all tasks; a call that fails is repeated, under the same id, until it has come to pass.</summary>
    public async Task EnqueueAsync()
    {
        for (int i = 0; i < tasks; i++)
        {
            int number = i;
            await Eventually.IsTrueAsync(() => number - Ledger.Count < MostAhead, () => $"{Ledger.Count} of {number} tasks ran. {Problems}");
            await Eventually.IsTrueAsync(() => TryEnqueueAsync(number), () => $"task {number} is enqueued; {Failures.LastOrDefault()?.Message}");
        }
    }

    public async ValueTask<bool> TryEnqueueAsync(int number)
    {
        try
        {
            await chores.EnqueueAsync(new ChoreTask(Ledger.Name, number, weight), new EnqueueOptions { Id = _ids[number] }, Cancellation);
            return true;
        }
        catch (DuplicateTaskException)
        {
            // An earlier call had done it before its connection broke.
            return true;
        }
        catch (Exception exception) when (!Cancellation.IsCancellationRequested)
        {
            Failures.Enqueue(exception);
            return false;
        }
    }

    /// <summary>Waits until so many tasks ran.</summary>
    public Task RanAsync(int count) => Eventually.IsTrueAsync(() => Ledger.Count >= count, () => $"{count} tasks ran, and {Ledger.Count} did. {Problems}");

    public Task IsAsync(HealthStatus status) => Eventually.IsTrueAsync(
        async () => (await _check.CheckHealthAsync(new HealthCheckContext(), Cancellation)).Status == status, () => $"health is {status}. {Problems}");

    /// <summary>Waits until all is done, and checks that each task ran once, and once more only for each lease that was lost.</summary>
    public async Task IsAllDoneAsync(SqlTaskContainer<ChoreTask, int> container)
    {
        await Eventually.IsTrueAsync(
            async () => (await container.CountAsync(Cancellation)).Succeeded == tasks, () => $"all succeeded; {Ledger.Count} ran. {Problems}");
        IReadOnlyList<TaskRecord<ChoreTask, int>?> records = await container.GetAsync(_ids, Cancellation);
        for (int i = 0; i < tasks; i++)
        {
            Assert.NotNull(records[i]);
            Assert.Equal(i + weight.Length, records[i]!.Result);
            Assert.InRange(Ledger.RunsOf(i), 1, 1 + records[i]!.Losses);
        }
    }

    private string Problems => string.Join(" ", chores.GetStatus().Problems);
}
