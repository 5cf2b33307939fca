using System.Collections.Concurrent;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Model;

/// <summary>Several processes over one table: no task twice under one token, never more at one instant than the cluster may run, tokens only grow.</summary>
public sealed class StressTests
{
    private const int Processes = 4;
    private const int Tasks = 240;
    private const int Limit = 9;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task Claims_are_given_once_and_within_the_limit(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        Ledger ledger = new();
        await Task.WhenAll(Enumerable.Range(0, Processes).Select(process => Task.Run(() => RunAsync(store, ledger, process), Cancellation)));
        Assert.Equal(Enumerable.Range(0, Tasks), ledger.Ended.Order());
        Assert.InRange(ledger.MostRunning, 1, Limit);

        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        Assert.Equal(new TaskCounts { Succeeded = Tasks }, await container.CountAsync(Cancellation));
    }

    // Adds its share, and then works until all is done.
    private static async Task RunAsync(SqlTestStore store, Ledger ledger, int process)
    {
        await using SqlTaskContainer<FirstMailTask, string> container = await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition());
        for (int first = process; first < Tasks; first += Processes * 10)
        {
            await container.AddAsync([.. Enumerable.Range(0, 10).Select(i => new FirstMailTask("a", first + i * Processes))]);
        }

        Random random = new(process);
        ClaimRequest request = new(ClaimantId.New(), TimeSpan.FromMinutes(5), Limit);
        ClaimedTask<FirstMailTask>[] claimed = new ClaimedTask<FirstMailTask>[5];
        long latest = 0;
        while (!ledger.IsComplete)
        {
            int count = await container.ClaimAsync(request, claimed, Cancellation);
            if (count == 0)
            {
                await container.WaitForTasksAsync(request, TimeSpan.FromMilliseconds(50), Cancellation);
                continue;
            }

            ledger.Begin(claimed.AsSpan(0, count));
            Assert.All(claimed.Take(count), c => Assert.True(c.ClaimToken > latest, $"The token {c.ClaimToken} comes after {latest}."));
            latest = claimed.Take(count).Max(c => c.ClaimToken);
            TaskTransition<string>[] moves = [.. claimed.Take(count).Select(c => Move(c, random))];

            // Before the moves are made: from then on others may rightly claim.
            ledger.End(moves, claimed.AsSpan(0, count));
            Assert.DoesNotContain(false, await container.ApplyAsync(moves));
        }
    }

    private static TaskTransition<string> Move(ClaimedTask<FirstMailTask> task, Random random) => random.Next(5) switch
    {
        0 => TaskTransition<string>.Release(task.Id, task.ClaimToken),
        1 => TaskTransition<string>.Retry(task.Id, task.ClaimToken, new TaskFailure(TaskFailureReason.Exception, "again"), TimeSpan.Zero),
        _ => TaskTransition<string>.Succeed(task.Id, task.ClaimToken, "done"),
    };

    private sealed class Ledger
    {
        private readonly ConcurrentDictionary<long, TaskId> _tokens = new();
        private readonly ConcurrentDictionary<TaskId, long> _latest = new();
        private readonly ConcurrentBag<int> _ended = [];
        private int _running;
        private int _most;

        public int[] Ended => [.. _ended];

        public int MostRunning => _most;

        public bool IsComplete => _ended.Count >= Tasks;

        public void Begin(ReadOnlySpan<ClaimedTask<FirstMailTask>> claimed)
        {
            int running = Interlocked.Add(ref _running, claimed.Length);
            for (int most = Volatile.Read(ref _most); running > most; most = Volatile.Read(ref _most))
            {
                Interlocked.CompareExchange(ref _most, running, most);
            }

            foreach (ClaimedTask<FirstMailTask> one in claimed)
            {
                Assert.True(_tokens.TryAdd(one.ClaimToken, one.Id), $"The token {one.ClaimToken} is given twice.");
                long before = _latest.GetValueOrDefault(one.Id);
                Assert.True(one.ClaimToken > before, $"The token {one.ClaimToken} of a task comes after {before}.");
                _latest[one.Id] = one.ClaimToken;
            }
        }

        public void End(TaskTransition<string>[] moves, ReadOnlySpan<ClaimedTask<FirstMailTask>> claimed)
        {
            for (int i = 0; i < moves.Length; i++)
            {
                if (moves[i].Event == TaskEvent.Succeed)
                {
                    _ended.Add(claimed[i].Payload.Copies);
                }
            }

            Interlocked.Add(ref _running, -claimed.Length);
        }
    }
}
