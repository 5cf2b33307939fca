using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Actuators;

/// <summary>A run whose status cannot be told costs no attempt at first, and the other runs nothing.</summary>
public sealed class StatusPollTests
{
    private static readonly InvalidOperationException Poison = new("This one cannot be asked for.");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Runs_that_cannot_be_asked_for_do_not_starve_the_others(bool hangs)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(
            StatusUpdates.Polling, out RemoteActuator actuator, setup => setup.Options.Concurrency = 100);
        actuator.AskHook = run => !run.Payload.StartsWith("bad", StringComparison.Ordinal) ? Task.CompletedTask
            : hangs ? new TaskCompletionSource().Task : Task.FromException(Poison);
        List<Task<string>> good = [];
        List<TaskHandle<string>> bad = [];
        for (int i = 0; i < 60; i++)
        {
            if (i % 10 == 5)
            {
                bad.Add(await lab.EnqueueAsync($"bad {i}"));
            }
            else
            {
                good.Add((await lab.EnqueueAsync($"good {i}")).Completion);
            }
        }

        await lab.Service.JobAsync(60).Soon("the jobs");
        await Task.WhenAll(lab.Service.Accepted.Items.Select(job => job.SucceedAsync("done")));

        await lab.Clock.RunUntilAsync(Task.WhenAll(good), RemoteLab.StatusInterval, "the results of the others");
        Assert.All(bad, handle => Assert.False(handle.Completion.IsCompleted));
        while (!lab.Scheduler.GetStatus().Problems.Any(problem => problem.Contains(hangs ? "TimeoutException" : Poison.Message, StringComparison.Ordinal)))
        {
            await lab.Clock.PassAsync(RemoteLab.StatusInterval, RemoteLab.StatusInterval, Task.WhenAny(bad.Select(handle => handle.Completion)));
        }


        actuator.AskHook = static _ => Task.CompletedTask;
        Task all = Task.WhenAll(bad.Select(handle => handle.Completion));
        await lab.Clock.RunUntilAsync(all, RemoteLab.StatusInterval, "the results of those that could not be asked for");
        Assert.Equal(60, lab.Service.Accepted.Items.Count);
    }

    [Fact]
    public async Task Actuator_that_hangs_keeps_neither_progress_nor_a_deadline()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(
            StatusUpdates.Polling, out RemoteActuator actuator, setup => setup.Options.Timeout = TimeSpan.FromSeconds(60));
        TaskContext context = null!;
        actuator.Look = seen => context = seen;
        actuator.AskHook = static _ => new TaskCompletionSource().Task;
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await lab.Clock.FireAsync(RemoteLab.StatusInterval);
        context.ReportProgress(0.25, "a quarter");

        Task<RemoteMove> reported = lab.View.Moves.WhenAsync(move => move.Event == TaskEvent.Report && move.Handle is null);
        await lab.Clock.RunUntilAsync(reported, TimeSpan.FromMilliseconds(100), "the report");
        await lab.Clock.RunUntilAsync(handle.Outcome, RemoteLab.StatusInterval, "the timeout");
        Assert.Equal(TaskFailureReason.Timeout, (await handle.EndAsync()).Failure!.Reason);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("unreachable")]
    [InlineData("throws")]
    public async Task Unknown_burns_no_attempt_until_its_limit(string how)
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Polling, out RemoteActuator actuator, setup =>
        {
            setup.Options.UnknownLimit = TimeSpan.FromMinutes(10);
            setup.Options.MaxAttempts = 1;
        });
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await TellNothingAsync();

        // Away for less than the limit, twice: the time is counted from the latest answer.
        for (int i = 0; i < 2; i++)
        {
            await lab.Clock.PassAsync(TimeSpan.FromMinutes(9), TimeSpan.FromSeconds(5), handle.Outcome);
            Assert.Equal((TaskState.Running, 1), ((await lab.GetAsync(handle.Id)).State, (await lab.GetAsync(handle.Id)).Attempt));
            actuator.AskHook = static _ => Task.CompletedTask;
            await job.TellAsync(TaskRunStatus.Running());
            await lab.Clock.PassAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), handle.Outcome);
            await TellNothingAsync();
        }

        await lab.Clock.RunUntilAsync(handle.Outcome, TimeSpan.FromSeconds(5), "the failure");
        TaskFailure failure = (await handle.EndAsync()).Failure!;
        Assert.Equal(TaskFailureReason.Unreachable, failure.Reason);
        Assert.Contains(job.Handle, failure.Message, StringComparison.Ordinal);
        Assert.Equal(job.Handle, (await actuator.Stops.WhenCountAsync(1).Soon("the stop")).Handle);

        async Task TellNothingAsync()
        {
            await (how == "status" ? job.TellAsync(TaskRunStatus.Unknown) : Task.CompletedTask);
            actuator.AskHook = _ => how switch
            {
                "unreachable" => Task.FromException(new ActuatorUnreachableException("The engine is away.")),
                "throws" => Task.FromException(Poison),
                _ => Task.CompletedTask,
            };
        }
    }

    [Fact]
    public async Task Output_of_work_that_is_done_is_waited_for_while_the_engine_is_away()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Polling, out RemoteActuator actuator);
        bool isAway = true;
        actuator.Hook = (call, _, _) => call == RemoteCall.GetOutput && Volatile.Read(ref isAway)
            ? Task.FromException(new ActuatorUnreachableException("The engine is away."))
            : Task.CompletedTask;
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await job.SucceedAsync("late");

        await lab.Clock.RunUntilAsync(actuator.Calls.WhenAsync(call => call == RemoteCall.GetOutput, 8), RemoteLab.StatusInterval, "some tries");
        Volatile.Write(ref isAway, false);
        await lab.Clock.RunUntilAsync(handle.Outcome, RemoteLab.StatusInterval, "the result");
        Assert.Equal("late", await handle.Completion);
    }

    [Fact]
    public async Task Exit_code_and_logs_are_told_with_the_end()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Polling, out _);
        TaskHandle<string> bad = await lab.EnqueueAsync("bad");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(bad.Id);
        await job.TellAsync(TaskRunStatus.Running() with { Logs = "logs/1" });
        await lab.PollAsync();
        await job.TellAsync(TaskRunStatus.Failed("out of memory") with { ExitCode = 137 });
        await lab.PollAsync();
        TaskFailure failure = (await bad.EndAsync()).Failure!;
        Assert.Equal((137, "logs/1", "out of memory"), (failure.ExitCode, failure.Logs, failure.Message));

        TaskHandle<string> good = await lab.EnqueueAsync("good");
        job = await lab.Service.JobAsync(2);
        await lab.View.WhenHandleIsStoredAsync(good.Id);
        await job.TellAsync(TaskRunStatus.Succeeded with { ExitCode = 0, Logs = "logs/2" }, "fine");
        await lab.PollAsync();
        await good.EndAsync();

        List<FinishedTask<string, string>> finished = await lab.CloseAndReadFinishedAsync();
        Assert.Equal([(137, "logs/1"), (0, "logs/2")], finished.Select(task => ((int)task.ExitCode!, task.Logs)));
    }

    [Fact]
    public async Task Actuator_is_told_payload_attempt_and_age_of_a_run()
    {
        await using RemoteLab lab = RemoteCommands.StartLab(StatusUpdates.Polling, out RemoteActuator actuator);
        TaskRun<string> asked = default;
        actuator.AskHook = run =>
        {
            asked = run;
            return Task.CompletedTask;
        };
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        lab.Clock.Advance(TimeSpan.FromMilliseconds(300));
        await lab.PollAsync();
        Assert.Equal((handle.Id, "task", 1, job.ClaimToken, job.Handle), (asked.Id, asked.Payload, asked.Attempt, asked.ClaimToken, asked.Handle));
        Assert.True(asked.Elapsed >= TimeSpan.FromMilliseconds(300));
    }

    [Theory]
    [InlineData(StatusUpdates.Polling)]
    [InlineData(StatusUpdates.Both)]
    public async Task Actuator_can_be_wrapped(StatusUpdates updates)
    {
        await using RemoteLab lab = new(callsBack: updates == StatusUpdates.Both);
        RemoteActuator inner = updates == StatusUpdates.Both
            ? new RemoteCallbackActuator(lab.Service) { CanReattach = true }
            : new RemoteActuator(lab.Service) { CanReattach = true };
        lab.Start(new Wrapper(inner));
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await job.SucceedAsync("wrapped");
        await lab.LearnAsync(updates);
        Assert.Equal("wrapped", await handle.Completion.Soon("the result"));
    }

    [Fact]
    public async Task Function_can_be_wrapped()
    {
        await using Scheduler<string, string> scheduler = new(new SchedulerSetup<string, string>(
            new TaskDefinition<string, string> { Name = "wrapped", CreateActuator = _ => new Wrapper(new Upper()) }));
        scheduler.Start();
        Assert.Equal("WRAPPED", await (await scheduler.EnqueueAsync("wrapped", null, TestContext.Current.CancellationToken)).Completion.Soon("the result"));
    }

    [Fact]
    public async Task Actuator_that_says_it_runs_in_process_must_not_start_work_elsewhere()
    {
        await using RemoteLab lab = new();
        lab.Start(new Liar(lab.Service));
        TaskOutcome<string> outcome = await (await lab.EnqueueAsync("task")).EndAsync();
        Assert.Contains("has the trait RunsInProcess, and answered Started", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    private sealed class Liar(RemoteService service) : RemoteActuator(service), ITaskActuator<string, string>
    {
        public override ActuatorTraits Traits => ActuatorTraits.RunsInProcess;
    }

    private sealed class Upper : FunctionActuator<string, string>
    {
        protected override ValueTask<string> InvokeAsync(string task, TaskContext context) => new(task.ToUpperInvariant());
    }

    private sealed class Wrapper(ITaskActuator<string, string> inner) : ITaskActuator<string, string>
    {
        public ActuatorTraits Traits => inner.Traits;

        public ValueTask<StartResult<string>> StartAsync(string task, TaskContext context) => inner.StartAsync(task, context);

        public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<string>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken) =>
            inner.GetStatusesAsync(runs, statuses, cancellationToken);

        public ValueTask<string> GetOutputAsync(TaskRun<string> run, CancellationToken cancellationToken) => inner.GetOutputAsync(run, cancellationToken);

        public ValueTask StopAsync(TaskRun<string> run, CancellationToken cancellationToken) => inner.StopAsync(run, cancellationToken);

        public IAsyncEnumerable<TaskCallback> ReadCallbacksAsync(CancellationToken cancellationToken) => inner.ReadCallbacksAsync(cancellationToken);
    }
}
