using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Actuators;

/// <summary>A callback counts, whatever process it reaches.</summary>
public sealed class RelayedCallbackTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Callback_that_reaches_another_process_ends_the_run_with_the_next_renewal(bool onlyEnqueues)
    {
        // Two services: the second scheduler reads the callbacks, and the first one follows the run.
        await using RemoteLab lab = new();
        RemoteActuator owner = new RemoteCallbackActuator(lab.Service);
        lab.Start(owner, setup => setup.Options.StatusUpdates = StatusUpdates.Callback);
        RemoteContainer ownerView = lab.View;
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await ownerView.WhenHandleIsStoredAsync(handle.Id);
        await job.SucceedAsync("relayed");

        Scheduler<string, string> other = lab.Start(new RemoteActuator(lab.Service), setup =>
        {
            setup.Options.RunTasks = !onlyEnqueues;
            setup.Options.FinishedTasksCapacity = 0;
        });
        bool isKept = await other.HandleCallbackAsync(
            new TaskCallback(handle.Id, job.ClaimToken, TaskRunStatus.Succeeded with { ExitCode = 0 }), CancellationToken.None).AsTask().Soon("the relay");
        Assert.True(isKept);
        Assert.Equal(TaskState.Running, (await lab.GetAsync(handle.Id)).State);

        await lab.Clock.RunUntilAsync(handle.Outcome, TimeSpan.FromSeconds(1), "the renewal");
        Assert.Equal("relayed", await handle.Completion);
        Assert.Equal(1, owner.CountOf(RemoteCall.GetOutput));
        Assert.Equal(0, owner.CountOf(RemoteCall.GetStatuses));
    }

    [Fact]
    public async Task Callback_of_an_earlier_attempt_is_ignored_everywhere()
    {
        await using RemoteLab lab = new();
        lab.Start(new RemoteActuator(lab.Service), setup => setup.Options.MaxAttempts = 2);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob first = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await first.FailAsync("broken");
        await lab.Clock.RunUntilAsync(lab.Service.JobAsync(2), RemoteLab.StatusInterval, "the next attempt");
        await lab.View.WhenHandleIsStoredAsync(handle.Id, 2);

        TaskCallback late = new(handle.Id, first.ClaimToken, TaskRunStatus.Failed("late"));
        Assert.False(await lab.Scheduler.HandleCallbackAsync(late, CancellationToken.None).AsTask().Soon("the answer"));
        await lab.WhenLoggedAsync(14);
        await (await lab.Service.JobAsync(2)).SucceedAsync("second");
        await lab.Clock.RunUntilAsync(handle.Outcome, RemoteLab.StatusInterval, "the result");
        Assert.Equal("second", await handle.Completion);
    }

    [Fact]
    public async Task Callback_is_relayed_when_the_store_is_back()
    {
        await using RemoteLab lab = new(callsBack: true);
        RemoteActuator owner = new(lab.Service);
        lab.Start(owner, setup => setup.Options.StatusInterval = TimeSpan.FromDays(1));
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        int failures = 2;
        lab.Start(new RemoteCallbackActuator(lab.Service), setup => setup.Options.Concurrency = 1, prepare: view =>
            view.Hook = (name, isAfter) => name == "Relay" && !isAfter && Interlocked.Decrement(ref failures) >= 0
                ? Task.FromException(new IOException("The store is away."))
                : Task.CompletedTask);
        await job.SucceedAsync("in the end");

        await lab.Clock.RunUntilAsync(handle.Outcome, TimeSpan.FromMilliseconds(500), "the result");
        Assert.Equal("in the end", await handle.Completion);
    }

    [Fact]
    public void Callbacks_come_back_from_their_text_as_they_went_in()
    {
        TaskFailure failure = new(TaskFailureReason.Actuator, "caf\u00e9 \"x\" = \\ \r\n\0 \ud83d\ude00 \ud800", "Some.Error", "at Somewhere");
        TaskRunStatus[] statuses =
        [
            TaskRunStatus.Succeeded, TaskRunStatus.NotFound, TaskRunStatus.Unknown, TaskRunStatus.Running(), TaskRunStatus.Running(new TaskProgress(0.5, "half")),
            TaskRunStatus.Failed(failure), TaskRunStatus.Failed(failure, doNotRetry: true) with { ExitCode = -1, Logs = "logs" }, TaskRunStatus.Failed("short"),
        ];
        foreach (TaskRunStatus status in statuses)
        {
            TaskCallback callback = new(TaskId.New(), long.MaxValue, status);
            string text = CallbackText.Write(callback);
            Assert.Equal(callback, CallbackText.Read(text));
            Assert.DoesNotContain(text, static character => character != '\n' && character is < ' ' or > '~');
        }

        string whole = CallbackText.Write(new TaskCallback(TaskId.New(), 1, TaskRunStatus.Failed(failure)));
        Assert.Equal(CallbackText.Read(whole), CallbackText.Read(whole + "member of a later version=x\n"));
        foreach (string broken in new[] { "", "id", "id=x\ntoken=1\nstate=1", whole.Replace("token=", "taken=", StringComparison.Ordinal), whole + "logs=\\00" })
        {
            Assert.Throws<FormatException>(() => CallbackText.Read(broken));
        }
    }
}
