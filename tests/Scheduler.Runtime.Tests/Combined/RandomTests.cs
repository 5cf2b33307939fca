using System.Collections.Concurrent;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>
/// Several processes over one store, many threads, calls that fail before or after their effect, processes that vanish: whatever
/// happens, what was acknowledged comes to its end, once.
/// </summary>
public sealed class RandomTests(ITestOutputHelper output)
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 12).Select(_ => Random.Shared.Next())];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_is_lost_and_nothing_ends_twice(int seed)
    {
        output.WriteLine($"Seed {seed}");
        RandomProcesses processes = new(seed);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(() => processes.WorkAsync(worker, steps: 150))));
        await processes.ComeToRestAsync();
        await processes.CheckAsync();
    }
}

/// <summary>Processes whose workers do random things.</summary>
internal sealed class RandomProcesses
{
    private const int ProcessCount = 3;

    private readonly StoreLab _lab = new();
    private readonly int _seed;
    private readonly Random _faults;
    private readonly Front[] _fronts = new Front[ProcessCount];
    private readonly ConcurrentDictionary<TaskId, bool> _acknowledged = new();
    private readonly ConcurrentDictionary<long, TaskId> _claims = new();
    private readonly ConcurrentDictionary<TaskId, int> _successes = new();
    private volatile bool _isCalm;

    public RandomProcesses(int seed)
    {
        (_seed, _faults) = (seed, new Random(seed));
        for (int i = 0; i < ProcessCount; i++)
        {
            _fronts[i] = Open();
        }
    }

    public async Task WorkAsync(int worker, int steps)
    {
        Random random = new(unchecked(_seed * 31 + worker));
        for (int step = 0; step < steps; step++)
        {
            try
            {
                await StepAsync(random, worker);
            }
            catch (Exception exception) when (exception is InjectedFaultException or ObjectDisposedException)
            {
                // Whether the step was made is unknown, as it would be to any process.
            }
        }
    }

    public async Task ComeToRestAsync()
    {
        _isCalm = true;
        await using Front last = Open();
        for (int round = 0; (await _lab.CountAsync()).Unfinished > 0; round++)
        {
            Assert.True(round < 100, $"Seed {_seed}: {await _lab.CountAsync()} after {round} lease times.");
            _lab.PassLease();
            await last.RescueAsync(maxLosses: 1_000);
            ClaimedTask<int>[] claimed;
            do
            {
                claimed = await last.ClaimAsync();
                await EndAsync(last, claimed, TaskEvent.Succeed);
            }
            while (claimed.Length > 0);
        }
    }

    public async Task CheckAsync()
    {
        Assert.True(_acknowledged.Count > 20, $"Seed {_seed}: only {_acknowledged.Count} tasks were added.");
        foreach (TaskId id in _acknowledged.Keys)
        {
            Assert.True((await _lab.LookAsync(id)).State == TaskState.Succeeded, $"Seed {_seed}: {await _lab.LookAsync(id)}");
        }

        Assert.All(_successes, task => Assert.True(task.Value == 1, $"Seed {_seed}: task {task.Key} succeeded {task.Value} times."));
    }

    private Front Open() => new(
        _lab.Store, _lab.Clock, options => (options.MaxTasksInMemory, options.PageSize, options.BatchSize) = (12, 5, 6))
    {
        OnCall = Fault,
    };

    private FaultKind Fault(string call)
    {
        if (_isCalm)
        {
            return FaultKind.None;
        }

        lock (_faults)
        {
            return _faults.Next(100) switch
            {
                < 4 => FaultKind.ThrowBefore,
                < 8 => FaultKind.ThrowAfter,
                < 16 => FaultKind.Delay,
                _ => FaultKind.None,
            };
        }
    }

    private Task StepAsync(Random random, int worker)
    {
        int place = random.Next(ProcessCount);
        Front front = _fronts[place];
        return random.Next(20) switch
        {
            < 5 => AddAsync(front, 1 + random.Next(3)),
            < 14 => RunAsync(front, random),
            < 16 => front.RenewAsync(),
            16 => front.RescueAsync(maxLosses: 1_000),
            17 => front.CountAsync(),
            18 => worker == 0 ? PassAsync(random) : AddAsync(front, 1),
            _ => random.Next(4) == 0 ? ReplaceAsync(place, front, isCrash: random.Next(2) == 0) : RunAsync(front, random),
        };
    }

    private Task PassAsync(Random random)
    {
        _lab.Clock.Advance(TimeSpan.FromSeconds(random.Next(20)));
        return Task.CompletedTask;
    }

    private async Task ReplaceAsync(int place, Front front, bool isCrash)
    {
        _fronts[place] = Open();
        if (!isCrash)
        {
            await front.DisposeAsync();
        }
    }

    private async Task AddAsync(Front front, int count)
    {
        foreach (TaskId id in await front.AddAsync(count))
        {
            _acknowledged[id] = true;
        }
    }

    private async Task RunAsync(Front front, Random random)
    {
        ClaimedTask<int>[] claimed = await front.ClaimAsync(1 + random.Next(5));
        foreach (ClaimedTask<int> task in claimed)
        {
            Assert.True(_claims.TryAdd(task.ClaimToken, task.Id), $"Seed {_seed}: token {task.ClaimToken} was given twice.");
        }

        await Task.Yield();
        await EndAsync(front, claimed, random.Next(4) switch
        {
            0 => TaskEvent.Retry,
            1 => TaskEvent.Release,
            _ => TaskEvent.Succeed,
        });
    }

    private async Task EndAsync(Front front, ClaimedTask<int>[] claimed, TaskEvent happening)
    {
        TaskFailure failure = new(TaskFailureReason.Exception, "once more");
        bool[] accepted = await front.ApplyAsync([.. claimed.Select(task => happening switch
        {
            TaskEvent.Retry => TaskTransition<int>.Retry(task.Id, task.ClaimToken, failure, TimeSpan.FromSeconds(task.Payload % 3)),
            TaskEvent.Release => TaskTransition<int>.Release(task.Id, task.ClaimToken),
            _ => TaskTransition<int>.Succeed(task.Id, task.ClaimToken, task.Payload),
        })]);
        for (int i = 0; i < accepted.Length; i++)
        {
            if (accepted[i] && happening == TaskEvent.Succeed)
            {
                _successes.AddOrUpdate(claimed[i].Id, 1, (_, count) => count + 1);
            }
        }
    }
}
