namespace GeneratedScheduler.Sql.Tests.Shared.Values;

/// <summary>A task whose result cannot be stored fails, and its neighbours, whose results are written with it, do not.</summary>
public sealed class UnstorableResultTests
{
    [ScheduledTask("values.result", TypeName = "ResultOf")]
    internal static string Make(int number) => number % 5 == 0 ? "half \uD800" : $"whole {number}";

    [Theory, MemberData(nameof(SqlTestStore.Kinds), MemberType = typeof(SqlTestStore))]
    public async Task It_fails_alone(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<ResultOfTask, string> container = store.Open(ResultOfScheduler.CreateDefinition());
        await using ResultOfScheduler scheduler = ResultOfScheduler.Create(setup =>
        {
            setup.Container = container;
            setup.Options.Concurrency = 20;
        });
        TaskHandle<string>[] handles = [.. await scheduler.EnqueueManyAsync(
            Enumerable.Range(0, 40).Select(i => new ResultOfTask(i)), cancellationToken: TestContext.Current.CancellationToken)];
        TaskOutcome<string>[] outcomes = await Task.WhenAll(handles.Select(h => h.Outcome)).WaitAsync(
            TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
        for (int i = 0; i < outcomes.Length; i++)
        {
            if (i % 5 == 0)
            {
                Assert.Equal((TaskState.Failed, TaskFailureReason.Export), (outcomes[i].State, outcomes[i].Failure!.Reason));
            }
            else
            {
                Assert.Equal((TaskState.Succeeded, $"whole {i}"), (outcomes[i].State, outcomes[i].Result));
            }
        }
    }
}
