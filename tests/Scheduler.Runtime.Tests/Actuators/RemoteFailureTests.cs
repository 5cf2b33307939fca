using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runtime.Tests.Actuators;

/// <summary>An actuator that throws costs at most an attempt, and never a loop.</summary>
public sealed class RemoteFailureTests
{
    [Fact]
    public async Task Status_requests_that_fail_for_a_while_are_logged_once_shown_and_overcome()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Polling, out RemoteActuator actuator);
        actuator.Hook = RemoteCommands.Fail(RemoteCall.GetStatuses, number => number <= 4);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await job.SucceedAsync("patient");
        foreach (int backoff in (int[])[50, 100, 200, 400])
        {
            await lab.Clock.FireAsync(RemoteLab.StatusInterval);
            await lab.Clock.WhenSetAsync(TimeSpan.FromMilliseconds(backoff));
            Assert.Contains("GetStatuses fails", Assert.Single(lab.Scheduler.GetStatus().Problems), StringComparison.Ordinal);
            await lab.Clock.FireAsync(TimeSpan.FromMilliseconds(backoff));
        }

        await lab.PollAsync();
        Assert.Equal("patient", await handle.Completion.Soon("the result"));
        await lab.WhenLoggedAsync(4);
        Assert.Empty(lab.Scheduler.GetStatus().Problems);
        Assert.Equal((1, 1), (lab.Logs.CountOf(3), lab.Logs.CountOf(4)));
    }

    [Fact]
    public async Task Start_that_throws_fails_the_attempt_and_keeps_the_exception()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Polling, out RemoteActuator actuator, setup => setup.Options.MaxAttempts = 2);
        actuator.Hook = RemoteCommands.Fail(RemoteCall.Start, _ => true);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");

        TaskFailedException failed = await Assert.ThrowsAsync<TaskFailedException>(() => handle.Completion.Soon("the failure"));
        Assert.Equal("Start fails.", Assert.IsType<InvalidOperationException>(failed.InnerException).Message);
        Assert.Equal(2, actuator.CountOf(RemoteCall.Start));
        Assert.Equal((1, 1), (lab.Logs.CountOf(6), lab.Logs.CountOf(7)));
    }

    [Fact]
    public async Task Exceptions_that_steer_retries_work_from_an_actuator_too()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Polling, out RemoteActuator actuator, setup => setup.Options.MaxAttempts = 5);
        TimeSpan later = TimeSpan.FromHours(1);
        actuator.Hook = (call, number, _) => (call, number) switch
        {
            (RemoteCall.Start, 1) => Task.FromException(new DeferTaskException(later)),
            (RemoteCall.Start, 2) => Task.FromException(new RetryAfterException(later, "busy")),
            (RemoteCall.Start, 3) => Task.FromException(new DoNotRetryException("hopeless")),
            _ => Task.CompletedTask,
        };
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        Assert.Equal(later, (await lab.View.WhenMovedAsync(handle.Id, TaskEvent.Defer)).Delay);
        Assert.Equal(0, (await lab.GetAsync(handle.Id)).Attempt);
        lab.Clock.Advance(later);
        Assert.Equal(later, (await lab.View.WhenMovedAsync(handle.Id, TaskEvent.Retry)).Delay);
        Assert.Equal(1, (await lab.GetAsync(handle.Id)).Attempt);
        lab.Clock.Advance(later);

        Assert.Equal("hopeless", (await handle.EndAsync()).Failure!.Message);
        Assert.Equal(3, actuator.CountOf(RemoteCall.Start));
    }

    [Fact]
    public async Task Actuator_that_throws_everywhere_for_a_while_loses_nothing()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Both, out RemoteActuator actuator, setup => setup.Options.MaxAttempts = 100);
        lab.Service.AnswersAtOnce = "ok";
        bool isBroken = true;
        actuator.Hook = (call, number, _) => Volatile.Read(ref isBroken) && call != RemoteCall.Initialize && number % 3 != 0
            ? Task.FromException(new InvalidOperationException($"{call} fails."))
            : Task.CompletedTask;
        List<Task<string>> results = [];
        for (int i = 0; i < 20; i++)
        {
            results.Add((await lab.EnqueueAsync($"task {i}")).Completion);
        }

        await lab.Clock.RunUntilAsync(actuator.Calls.WhenAsync(call => call == RemoteCall.GetOutput, 6), RemoteLab.StatusInterval, "some outputs");
        Volatile.Write(ref isBroken, false);
        results.Add((await lab.EnqueueAsync("after the storm")).Completion);
        await lab.Clock.RunUntilAsync(Task.WhenAll(results), RemoteLab.StatusInterval, "all results");
        Assert.All(results, result => Assert.Equal("ok", result.Result));

        // Each loop that failed says once that it works again.
        await lab.Clock.RunUntilAsync(lab.WhenLoggedAsync(4, lab.Logs.CountOf(3)), RemoteLab.StatusInterval, "the recovery");
        Assert.Empty(lab.Scheduler.GetStatus().Problems);
        Assert.DoesNotContain(lab.Logs.Entries.Items, entry => entry.Level == LogLevel.Critical);
        Assert.Equal(21, (await lab.CloseAndReadFinishedAsync()).Count);
    }

    [Fact]
    public async Task Task_that_the_actuator_rejects_is_not_added()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Polling, out RemoteActuator actuator);
        actuator.Normalise = task => task.Length > 3 ? throw new TaskRejectedException("too long") : task;

        TaskRejectedException rejected = await Assert.ThrowsAsync<TaskRejectedException>(() => lab.EnqueueAsync("lengthy"));
        Assert.Equal("too long", rejected.Message);
        await Assert.ThrowsAsync<TaskRejectedException>(
            () => lab.Scheduler.EnqueueManyAsync(["a", "b", "lengthy"], null, CancellationToken.None).AsTask());
        Assert.Equal(new TaskCounts(), await lab.Store.CountAsync(CancellationToken.None));
        Assert.DoesNotContain("Add", lab.View.Calls.Items);
    }

    [Fact]
    public async Task Task_runs_as_the_actuator_completed_it()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Polling, out RemoteActuator actuator);
        actuator.Normalise = static task => task.Trim();
        TaskHandle<string> handle = await lab.EnqueueAsync("  padded ");

        Assert.Equal("padded", (await lab.Service.JobAsync(1)).Payload);
        Assert.Equal("padded", (await lab.GetAsync(handle.Id)).Payload);
        Assert.Equal(1, actuator.CountOf(RemoteCall.Initialize));
    }
}
