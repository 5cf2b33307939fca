using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Actuators;

/// <summary>Work that runs elsewhere, followed by asking, by being told, and by both.</summary>
public sealed class RemoteRunTests
{
    public static TheoryData<StatusUpdates> Ways => [StatusUpdates.Polling, StatusUpdates.Callback, StatusUpdates.Both];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Success_brings_the_output_that_the_service_has(StatusUpdates updates)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(updates, out RemoteActuator actuator);
        TaskHandle<string> handle = await lab.EnqueueAsync("paint");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await job.SucceedAsync("painted");
        await lab.LearnAsync(updates);

        Assert.Equal("painted", await handle.Completion.Soon("the result"));
        Assert.Equal("paint", job.Payload);
        Assert.Equal(1, actuator.CountOf(RemoteCall.GetOutput));
        FinishedTask<string, string> finished = Assert.Single(await lab.CloseAndReadFinishedAsync());
        Assert.Equal((TaskState.Succeeded, "painted", 1), (finished.State, finished.Result, finished.Attempts));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Failure_is_retried_as_a_new_job_until_the_attempts_are_used_up(StatusUpdates updates)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(updates, out _, setup => setup.Options.MaxAttempts = 3);
        TaskHandle<string> handle = await lab.EnqueueAsync("climb");
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            RemoteJob job = await lab.Service.JobAsync(attempt);
            Assert.Equal(attempt, job.Attempt);
            await lab.View.WhenHandleIsStoredAsync(handle.Id, attempt);
            await job.FailAsync($"slipped {attempt}");
            await lab.LearnAsync(updates);
        }

        TaskOutcome<string> outcome = await handle.EndAsync();
        Assert.Equal(TaskState.Failed, outcome.State);
        Assert.Equal((TaskFailureReason.Actuator, "slipped 3"), (outcome.Failure!.Reason, outcome.Failure.Message));
        Assert.Single(await lab.CloseAndReadFinishedAsync());
        Assert.Equal(3, lab.Service.Accepted.Count);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Failure_that_is_final_is_not_retried(StatusUpdates updates)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(updates, out _, setup => setup.Options.MaxAttempts = 3);
        TaskHandle<string> handle = await lab.EnqueueAsync("climb");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await job.FailAsync("no such mountain", doNotRetry: true);
        await lab.LearnAsync(updates);

        Assert.Equal(TaskState.Failed, (await handle.EndAsync()).State);
        Assert.Single(lab.Service.Accepted.Items);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Progress_is_seen_by_whoever_reads_the_task(StatusUpdates updates)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(updates, out _);
        TaskHandle<string> handle = await lab.EnqueueAsync("dig");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await job.ProgressAsync(0.5, "knee-deep");
        Task<RemoteMove> reported = lab.View.WhenMovedAsync(handle.Id, TaskEvent.Report, count: 2);
        await lab.Clock.RunUntilAsync(reported, RemoteLab.StatusInterval, "the report");

        TaskRecord<string, string> record = await lab.GetAsync(handle.Id);
        Assert.Equal(new TaskProgress(0.5, "knee-deep"), record.Progress);
        Assert.Equal((TaskState.Running, job.Handle), (record.State, record.Handle));
    }

    [Theory]
    [InlineData(StatusUpdates.Polling)]
    [InlineData(StatusUpdates.Both)]
    public async Task Job_that_disappeared_fails_its_attempt_and_is_started_anew(StatusUpdates updates)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(updates, out _, setup => setup.Options.MaxAttempts = 2);
        TaskHandle<string> handle = await lab.EnqueueAsync("hide");
        RemoteJob lost = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await lost.VanishAsync();
        await lab.PollAsync();

        RemoteJob next = await lab.Service.JobAsync(2);
        Assert.Equal(2, next.Attempt);
        RemoteLogEntry logged = await lab.WhenLoggedAsync(6);
        Assert.Contains("attempt 1 of 2", logged.Message, StringComparison.Ordinal);
        Assert.Contains(lost.Handle, (await lab.GetAsync(handle.Id)).Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Disappearance_told_by_callback_or_poll_fails_a_task_without_attempts_left(StatusUpdates updates)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(updates, out _);
        TaskHandle<string> handle = await lab.EnqueueAsync("hide");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await job.VanishAsync();
        job.CallBack(TaskRunStatus.NotFound);
        await lab.LearnAsync(updates);

        TaskOutcome<string> outcome = await handle.EndAsync();
        Assert.Equal((TaskState.Failed, TaskFailureReason.Actuator), (outcome.State, outcome.Failure!.Reason));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Deferral_burns_no_attempt_and_waits_for_its_time(StatusUpdates updates)
    {
        TimeSpan delay = TimeSpan.FromHours(2);
        await using RemoteLab lab = RemoteCommands.StartLab(updates, out RemoteActuator actuator);
        actuator.Instead = number => number <= 2 ? StartResult<string>.Deferred(delay) : null;
        TaskHandle<string> handle = await lab.EnqueueAsync("wait");
        for (int times = 1; times <= 2; times++)
        {
            Assert.Equal(delay, (await lab.View.WhenMovedAsync(handle.Id, TaskEvent.Defer, times)).Delay);
            TaskRecord<string, string> waiting = await lab.GetAsync(handle.Id);
            Assert.Equal((TaskState.Waiting, 0, lab.Clock.GetUtcNow() + delay), (waiting.State, waiting.Attempt, waiting.NotBefore));
            lab.Clock.Advance(delay);
        }

        RemoteJob job = await lab.Service.JobAsync(1);
        Assert.Equal(1, job.Attempt);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await job.SucceedAsync("done");
        await lab.LearnAsync(updates);
        Assert.Equal(TaskState.Succeeded, (await handle.EndAsync()).State);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Stop_of_a_running_task_stops_the_job_and_the_task(StatusUpdates updates)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(updates, out RemoteActuator actuator, setup => setup.Options.MaxAttempts = 3);
        TaskHandle<string> handle = await lab.EnqueueAsync("run");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);

        CommandResult result = await lab.Scheduler.StopTaskAsync(handle.Id);
        Assert.Equal((CommandOutcome.Done, TaskState.Stopped), (result.Outcome, result.State));
        Assert.Equal(TaskState.Stopped, (await handle.EndAsync()).State);
        Assert.Equal(RemoteJobState.Stopped, job.State);
        TaskRun<string> stopped = Assert.Single(actuator.Stops.Items);
        Assert.Equal((handle.Id, job.ClaimToken, job.Handle, job.Payload, 1), (stopped.Id, stopped.ClaimToken, stopped.Handle, stopped.Payload, stopped.Attempt));

        await lab.Scheduler.StopTaskAsync(handle.Id);
        await lab.PollAsync();
        Assert.Single(actuator.Stops.Items);
        Assert.Single(lab.Service.Accepted.Items);
        Assert.Equal(TaskState.Stopped, Assert.Single(await lab.CloseAndReadFinishedAsync()).State);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Many_jobs_are_followed_at_once_within_the_limit_of_slots(StatusUpdates updates)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(updates, out _);
        List<TaskHandle<string>> handles = [];
        for (int i = 0; i < 12; i++)
        {
            handles.Add(await lab.EnqueueAsync($"task {i}"));
        }

        for (int i = 1; i <= 12; i++)
        {
            RemoteJob job = await lab.Service.JobAsync(i);
            Assert.InRange(await lab.Service.CountRunningAsync(), 1, 4);
            await lab.View.WhenHandleIsStoredAsync(job.Task);
            await job.SucceedAsync(job.Payload.ToUpperInvariant());
            await lab.LearnAsync(updates);
        }

        for (int i = 0; i < 12; i++)
        {
            Assert.Equal($"TASK {i}", await handles[i].Completion.Soon("the result"));
        }

        Assert.Equal(12, (await lab.CloseAndReadFinishedAsync()).Count);
    }

    [Fact]
    public async Task Work_that_the_actuator_does_at_once_needs_neither_polls_nor_callbacks()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Polling, out RemoteActuator actuator);
        actuator.Instead = _ => StartResult<string>.Completed("at once");
        TaskHandle<string> handle = await lab.EnqueueAsync("small");

        Assert.Equal("at once", await handle.Completion.Soon("the result"));
        Assert.Equal(0, actuator.CountOf(RemoteCall.GetOutput));
        Assert.Equal([TaskEvent.Succeed], lab.View.AcceptedEvents);
    }
}
