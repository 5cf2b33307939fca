using GeneratedScheduler.Conformance;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

/// <summary>A payload that this process cannot read waits for one that can, within limits.</summary>
public sealed class UnreadablePayloadTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(6, 6)]
    public async Task It_fails_after_its_attempts_and_no_sooner_than_the_fourth(int maxAttempts, int expected)
    {
        ManualTime time = new();
        await using OldVersion old = new(new SharedMemoryStore<string, string>(time).Open());
        await using Scheduler<string, string> scheduler = Make(old, time, maxAttempts);
        TaskHandle<string> handle = await scheduler.EnqueueAsync("of the new version", null, CancellationToken.None).Soon();
        Task<TaskOutcome<string>> outcome = handle.Outcome;
        for (int i = 1; i < expected; i++)
        {
            await old.WhenMovedAsync(TaskEvent.Retry, i);
            TaskRecord<string, string> waiting = (await scheduler.GetAsync(handle.Id, CancellationToken.None).Soon())!;
            Assert.Equal((TaskState.Waiting, i, TaskFailureReason.Unreadable), (waiting.State, waiting.Attempt, waiting.Failure?.Reason));
            time.Advance(Delay);
        }

        await old.WhenMovedAsync(TaskEvent.Fail, 1);
        Assert.Equal(TaskFailureReason.Unreadable, (await outcome.Soon()).Failure?.Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_process_that_can_read_it_runs_it_although_others_could_not(int maxAttempts)
    {
        ManualTime time = new();
        SharedMemoryStore<string, string> store = new(time);
        await using OldVersion old = new(store.Open());
        TaskHandle<string> handle;
        await using (Scheduler<string, string> before = Make(old, time, maxAttempts))
        {
            handle = await before.EnqueueAsync("of the new version", null, CancellationToken.None).Soon();
            await old.WhenMovedAsync(TaskEvent.Retry, 1);
        }

        await using ITaskContainer<string, string> container = store.Open();
        await using Scheduler<string, string> after = Make(container, time, maxAttempts);
        time.Advance(Delay);
        Assert.Equal("attempt 2 of " + Math.Max(maxAttempts, 2), await after.GetHandle(handle.Id).Completion.Soon());
    }

    private static Scheduler<string, string> Make(ITaskContainer<string, string> container, ManualTime time, int maxAttempts)
    {
        TaskDefinition<string, string> definition = new()
        {
            Name = "tests.work",
            CreateActuator = static _ => new DelegateActuator(static (_, context) => new($"attempt {context.Attempt} of {context.MaxAttempts}")),
        };
        SchedulerSetup<string, string> setup = new(definition) { Container = container };
        (setup.Options.TimeProvider, setup.Options.MaxAttempts, setup.Options.Retry) = (time, maxAttempts, RetryPolicy.Fixed(Delay));
        Scheduler<string, string> scheduler = new(setup);
        scheduler.Start();
        return scheduler;
    }

    /// <summary>A process that cannot read what a newer one has added.</summary>
    private sealed class OldVersion(ITaskContainer<string, string> inner) : DelegatingTaskContainer<string, string>(inner)
    {
        private readonly RemoteTrail<TaskEvent> _moves = new();

        public Task<TaskEvent> WhenMovedAsync(TaskEvent happening, int count) => _moves.WhenAsync(move => move == happening, count);

        public override async ValueTask<int> ClaimAsync(ClaimRequest request, Memory<ClaimedTask<string>> claimed, CancellationToken cancellationToken)
        {
            int count = await base.ClaimAsync(request, claimed, cancellationToken);
            for (int i = 0; i < count; i++)
            {
                claimed.Span[i] = claimed.Span[i] with
                {
                    Payload = null!,
                    Unreadable = new TaskFailure(TaskFailureReason.Unreadable, "The stored member 'Colour' is mauve."),
                };
            }

            return count;
        }

        public override async ValueTask ApplyAsync(
            ReadOnlyMemory<TaskTransition<string>> transitions, Memory<bool> accepted, CancellationToken cancellationToken)
        {
            await base.ApplyAsync(transitions, accepted, cancellationToken);
            foreach (TaskTransition<string> move in transitions.ToArray())
            {
                _moves.Add(move.Event);
            }
        }
    }
}
