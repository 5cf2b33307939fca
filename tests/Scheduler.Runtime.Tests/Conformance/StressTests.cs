using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Conformance;

/// <summary>A million tasks from eight producers to eight claimers: none lost, none twice, never above the limit.</summary>
public sealed class StressTests
{
    private const int Workers = 8;
    private const int PerProducer = 125_000;
    private const int Batch = 500;
    private const int Limit = 1_000;

    [Fact]
    public Task The_queue_loses_nothing() =>
        RunAsync(new MemoryTaskContainer<int, int>(new MemoryContainerOptions { AddTimeout = TimeSpan.FromMinutes(5) }));

    [Fact]
    public Task The_ordered_container_loses_nothing() => RunAsync(new MemoryTaskContainer<int, int>(new MemoryContainerOptions { Order = TaskOrder.Priority, Capacity = int.MaxValue }));

    private static async Task RunAsync(MemoryTaskContainer<int, int> container)
    {
        await using (container)
        {
            Ledger ledger = new(Workers * PerProducer);
            using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            Task[] producers = [.. Enumerable.Range(0, Workers).Select(p => Task.Run(() => ProduceAsync(container, p, done.Token)))];
            Task[] claimers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Run(() => ClaimAllAsync(container, ledger, done)))];
            await Task.WhenAll([.. producers, .. claimers]);

            Assert.Equal(Workers * PerProducer, ledger.Ended);
            Assert.Equal(0, ledger.Twice);
            Assert.InRange(ledger.MostRunning, 1, Limit);
            Assert.Equal(0, (await container.CountAsync(TestContext.Current.CancellationToken)).Unfinished);
        }
    }

    private static async Task ProduceAsync(MemoryTaskContainer<int, int> container, int producer, CancellationToken cancellation)
    {
        NewTask<int>[] batch = new NewTask<int>[Batch];
        for (int first = 0; first < PerProducer; first += Batch)
        {
            for (int i = 0; i < Batch; i++)
            {
                int number = producer * PerProducer + first + i;
                batch[i] = new NewTask<int>(TaskId.New(), number, EnqueueOptions.Default);
            }

            await container.AddAsync(batch, default, cancellation);
        }
    }

    private static async Task ClaimAllAsync(MemoryTaskContainer<int, int> container, Ledger ledger, CancellationTokenSource done)
    {
        ClaimRequest request = new(ClaimantId.New(), TimeSpan.FromMinutes(10), Limit);
        ClaimedTask<int>[] claimed = new ClaimedTask<int>[200];
        TaskTransition<int>[] moves = new TaskTransition<int>[claimed.Length];
        bool[] accepted = new bool[claimed.Length];
        while (!ledger.IsComplete)
        {
            int count = await container.ClaimAsync(request, claimed, CancellationToken.None);
            if (count == 0)
            {
                await WaitAsync(container, request, done.Token);
                continue;
            }

            ledger.Begin(count);
            for (int i = 0; i < count; i++)
            {
                moves[i] = TaskTransition<int>.Succeed(claimed[i].Id, claimed[i].ClaimToken, claimed[i].Payload);
            }

            // Before the moves are made: from then on others may rightly claim.
            ledger.End(claimed.AsSpan(0, count));
            await container.ApplyAsync(moves.AsMemory(0, count), accepted.AsMemory(0, count), CancellationToken.None);
            Assert.False(accepted.AsSpan(0, count).Contains(false));
        }

        await done.CancelAsync();
    }

    private static async Task WaitAsync(MemoryTaskContainer<int, int> container, ClaimRequest request, CancellationToken cancellation)
    {
        try
        {
            await container.WaitForTasksAsync(request, TimeSpan.FromMinutes(1), cancellation);
        }
        catch (OperationCanceledException)
        {
            // All tasks have ended.
        }
    }

    private sealed class Ledger(int tasks)
    {
        private readonly int[] _runs = new int[tasks];
        private int _running;
        private int _most;
        private int _ended;
        private int _twice;

        public int Ended => _ended;

        public int Twice => _twice;

        public int MostRunning => _most;

        public bool IsComplete => Volatile.Read(ref _ended) >= tasks;

        public void Begin(int count)
        {
            int running = Interlocked.Add(ref _running, count);
            for (int most = Volatile.Read(ref _most); running > most; most = Volatile.Read(ref _most))
            {
                Interlocked.CompareExchange(ref _most, running, most);
            }
        }

        public void End(ReadOnlySpan<ClaimedTask<int>> claimed)
        {
            foreach (ClaimedTask<int> one in claimed)
            {
                if (Interlocked.Increment(ref _runs[one.Payload]) > 1)
                {
                    Interlocked.Increment(ref _twice);
                }
            }

            Interlocked.Add(ref _running, -claimed.Length);
            Interlocked.Add(ref _ended, claimed.Length);
        }
    }
}
