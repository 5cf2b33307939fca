using System.Collections.Concurrent;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Faults;

/// <summary>A container that does not take the end of one task takes those of all others, once, whatever it throws.</summary>
public sealed class OneRefusalTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, int> _runs = new();

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_move_that_cannot_be_stored_ends_its_task_as_failed(ContainerKind kind)
    {
        TaskId poison = TaskId.New();
        HookedContainer container = Bench.MakeContainer(kind, new ManualTime());
        RefusingContainer refusing = new(container, poison, static () => new InvalidTaskException("tests.refusal", "the result", "is not to be had."));
        await using Scheduler<string, string> scheduler = Start(refusing, TimeSpan.FromSeconds(30));
        TaskHandle<string>[] handles = await EnqueueAsync(scheduler, poison);
        await CheckOthersAsync(handles);
        TaskOutcome<string> outcome = await handles[5].Outcome.WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal((TaskState.Failed, TaskFailureReason.Export), (outcome.State, outcome.Failure!.Reason));
        Assert.Contains("is not to be had", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, _runs["poison"]);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task An_exception_that_nobody_knows_affects_only_the_task_that_it_is_about(ContainerKind kind)
    {
        TaskId poison = TaskId.New();
        HookedContainer container = Bench.MakeContainer(kind, new ManualTime());
        RefusingContainer refusing = new(container, poison, static () => new NotSupportedException("What is this?"));
        await using Scheduler<string, string> scheduler = Start(refusing, TimeSpan.FromSeconds(30));
        TaskHandle<string>[] handles = await EnqueueAsync(scheduler, poison);
        await CheckOthersAsync(handles);
        Assert.Equal(1, _runs["poison"]);
        refusing.IsOff = true;
        Assert.Equal("poison", await handles[5].Completion.WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Equal(1, _runs["poison"]);
    }

    [Fact]
    public async Task A_store_that_is_away_is_not_asked_for_each_task()
    {
        HookedContainer container = Bench.MakeContainer(ContainerKind.Shared, new ManualTime());
        RefusingContainer refusing = new(container, default, static () => new IOException("The store is away."));
        await using Scheduler<string, string> scheduler = Start(refusing, TimeSpan.FromSeconds(30));
        TaskHandle<string>[] handles = await EnqueueAsync(scheduler, TaskId.New());
        await refusing.FailedRounds.WhenCountAsync(3).WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken);
        refusing.IsOff = true;
        await CheckOthersAsync(handles);

        // The halves of a batch that fails again, but not each of its tasks: a dozen calls a round, and a few rounds.
        Assert.InRange(refusing.FailedRounds.Count, 3, 80);
    }

    private Scheduler<string, string> Start(ITaskContainer<string, string> container, TimeSpan lease)
    {
        SchedulerSetup<string, string> setup = new(new TaskDefinition<string, string>
        {
            Name = "tests.refusal",
            CreateActuator = _ => new DelegateActuator(async (task, _) =>
            {
                _runs.AddOrUpdate(task, 1, static (_, count) => count + 1);
                await Task.Yield();
                return task;
            }),
        })
        {
            Container = container,
        };
        setup.Options.Concurrency = 32;
        setup.Options.LeaseDuration = lease;
        Scheduler<string, string> scheduler = new(setup);
        scheduler.Start();
        return scheduler;
    }

    private static async Task<TaskHandle<string>[]> EnqueueAsync(Scheduler<string, string> scheduler, TaskId poison) =>
        await Task.WhenAll(Enumerable.Range(0, 30).Select(
            i => scheduler.EnqueueAsync(i == 5 ? "poison" : $"fine {i}", i == 5 ? new EnqueueOptions { Id = poison } : null, TestContext.Current.CancellationToken).AsTask()));

    private async Task CheckOthersAsync(TaskHandle<string>[] handles)
    {
        for (int i = 0; i < handles.Length; i++)
        {
            if (i != 5)
            {
                Assert.Equal($"fine {i}", await handles[i].Completion.WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken));
                Assert.Equal(1, _runs[$"fine {i}"]);
            }
        }
    }

    /// <summary>Throws for each call that brings the success of one task, or of any if none is named.</summary>
    private sealed class RefusingContainer(ITaskContainer<string, string> inner, TaskId poison, Func<Exception> refusal)
        : DelegatingTaskContainer<string, string>(inner)
    {
        public volatile bool IsOff;

        public Arrivals FailedRounds { get; } = new();

        public override ValueTask ApplyAsync(
            ReadOnlyMemory<TaskTransition<string>> transitions, Memory<bool> accepted, CancellationToken cancellationToken)
        {
            foreach (ref readonly TaskTransition<string> move in transitions.Span)
            {
                if (!IsOff && move.Event == TaskEvent.Succeed && (poison.IsEmpty || move.Id == poison))
                {
                    FailedRounds.Add();
                    return ValueTask.FromException(refusal());
                }
            }

            return base.ApplyAsync(transitions, accepted, cancellationToken);
        }
    }

    /// <summary>Counts, and tells whoever waits for a number.</summary>
    private sealed class Arrivals
    {
        private readonly Lock _lock = new();
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _wanted = int.MaxValue;

        public int Count { get; private set; }

        public void Add()
        {
            lock (_lock)
            {
                if (++Count >= _wanted)
                {
                    _reached.TrySetResult();
                }
            }
        }

        public Task WhenCountAsync(int wanted)
        {
            lock (_lock)
            {
                _wanted = wanted;
                if (Count >= wanted)
                {
                    _reached.TrySetResult();
                }
            }

            return _reached.Task;
        }
    }
}
