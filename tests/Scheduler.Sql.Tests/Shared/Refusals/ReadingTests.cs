using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared.Refusals;

/// <summary>A row that the application's own code refuses to read is unreadable by itself: whatever that code throws, the rows beside it are read.</summary>
public sealed class ReadingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What a domain library throws.</summary>
    internal sealed class RuleException(string message) : Exception(message);

    [ScheduledTask("picky", TypeName = "Picky")]
    internal sealed record Picky
    {
        public Picky(int number)
        {
            Number = number <= Limit ? number : throw new RuleException($"{number} is too much");
        }

        public static int Limit { get; set; }

        public int Number { get; }
    }

    internal sealed record PickyResult
    {
        private readonly int _number;

        public required int Number
        {
            get => _number;
            init => _number = value <= Picky.Limit ? value : throw new OperationCanceledException($"{value} is too much");
        }
    }

    [Actuator]
    internal static PickyResult Run(Picky picky) => new() { Number = picky.Number };

    [Theory, MemberData(nameof(SqlTestStore.KindsAndMemory), MemberType = typeof(SqlTestStore))]
    public async Task Tasks_beside_one_that_cannot_be_read_run_and_are_listed(string kind, bool withMemory)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        TaskHandle<PickyResult>[] handles;
        Picky.Limit = 100;
        await using (SqlTaskContainer<Picky, PickyResult> writing = store.Open(PickyScheduler.CreateDefinition()))
        {
            await writing.InitializeAsync(Cancellation);
            await writing.AddAsync([.. Enumerable.Range(0, 21).Select(i => new Picky(i == 5 ? 50 : i))]);
        }

        Picky.Limit = 30;
        SqlTaskContainer<Picky, PickyResult> durable = store.Open(PickyScheduler.CreateDefinition());
        await using ITaskContainer<Picky, PickyResult> container = withMemory ? new CombinedTaskContainer<Picky, PickyResult>(durable) : durable;
        await container.InitializeAsync(Cancellation);
        TaskPage<Picky, PickyResult> waiting = await container.ListAsync(new TaskQuery { State = TaskState.Waiting, PageSize = 50 }, Cancellation);
        Assert.Equal(21, waiting.Tasks.Count);
        await using PickyScheduler scheduler = PickyScheduler.Create(setup => setup.Container = container);
        handles = [.. waiting.Tasks.Select(task => scheduler.GetHandle(task.Id))];
        TaskOutcome<PickyResult>[] outcomes = await Task.WhenAll(handles.Select(handle => handle.Outcome)).WaitAsync(
            TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
        for (int i = 0; i < outcomes.Length; i++)
        {
            Assert.Equal(i == 5 ? TaskState.Failed : TaskState.Succeeded, outcomes[i].State);
        }

        Assert.Equal(TaskFailureReason.Unreadable, outcomes[5].Failure!.Reason);
        Assert.Contains("50 is too much", outcomes[5].Failure!.Message, StringComparison.Ordinal);

        // Now results cannot be read either.
        Picky.Limit = 10;
        TaskPage<Picky, PickyResult> succeeded = await container.ListAsync(new TaskQuery { State = TaskState.Succeeded, PageSize = 50 }, Cancellation);
        Assert.Equal(20, succeeded.Tasks.Count);
        Assert.Equal(10, succeeded.Tasks.Count(task => task.Failure is { Reason: TaskFailureReason.Unreadable }));

        // Whoever awaits one of them gets an exception that names it, and no default value; the others get their results.
        await using PickyScheduler reader = PickyScheduler.Create(setup =>
        {
            setup.Container = container;
            setup.Options.RunTasks = false;
        });
        foreach (TaskRecord<Picky, PickyResult> task in succeeded.Tasks)
        {
            Task<PickyResult> completion = reader.GetHandle(task.Id).Completion.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
            if (task.UnreadableResult is null)
            {
                Assert.InRange((await completion).Number, 0, 10);
                continue;
            }

            UnreadableMemberException unreadable = await Assert.ThrowsAsync<UnreadableMemberException>(() => completion);
            Assert.Contains($"picky: task {task.Id} succeeded", unreadable.Message, StringComparison.Ordinal);
            Assert.Contains("is too much", unreadable.Message, StringComparison.Ordinal);
        }
    }
}
