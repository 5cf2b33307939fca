using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Actuators;

/// <summary>Work is named before it is begun: whatever the moment at which something fails, it is started once, and found again.</summary>
public sealed class PlannedHandleTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Intent_is_stored_before_the_work_is_begun()
    {
        await using RemoteLab lab = new();
        RemoteActuator actuator = new(lab.Service) { Plans = true };
        string? stored = null;
        string? planned = null;
        actuator.Look = context => planned = context.PlannedHandle;
        actuator.Hook = async (call, _, _) => stored = call == RemoteCall.Start ? lab.View.Moves.Items.Single().Handle!.Value : await Task.FromResult(stored);
        lab.Start(actuator);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);

        Assert.Equal((job.Handle, job.Handle), (stored, planned));
        Assert.Equal($"gs-{handle.Id}-{job.ClaimToken}", job.Handle);
        await job.SucceedAsync("done");
        await lab.Clock.RunUntilAsync(handle.Completion, Step, "the result");
        Assert.Single(lab.View.Moves.Items, move => move.Handle is not null);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task Scheduler_that_dies_around_the_start_leaves_one_job_in_the_same_attempt(bool hasBegun, int startedByNext)
    {
        RemoteCall dyingAt = hasBegun ? RemoteCall.Started : RemoteCall.Start;
        await using RemoteLab lab = new();
        TaskCompletionSource dead = new();
        RemoteActuator lost = new(lab.Service) { Plans = true };
        lab.Start(lost);
        RemoteContainer lostView = lab.View;
        lost.Hook = (call, _, _) =>
        {
            lostView.IsCutOff |= call == dyingAt;
            return call == dyingAt ? dead.Task : Task.CompletedTask;
        };
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await lost.Calls.WhenAsync(call => call == dyingAt).Soon("the death");

        RemoteActuator next = new(lab.Service) { Plans = true };
        lab.Start(next, setup => setup.Options.MaxAttempts = 1);
        await lab.Clock.RunUntilAsync(next.Reattached.WhenCountAsync(1), Step, "the rescue");
        RemoteJob job = await lab.Service.JobAsync(1);
        Assert.Equal((1, job.Handle, job.ClaimToken), (job.Attempt, next.Reattached.Items[0].Value, next.Reattached.Items[0].StartToken));

        // What the dead one sends late is the same job.
        dead.SetResult();
        await job.SucceedAsync("once");
        await lab.Clock.RunUntilAsync(handle.Completion, Step, "the result");
        Assert.Equal("once", await handle.Completion);
        Assert.Single(lab.Service.Accepted.Items);
        Assert.Equal(startedByNext, next.CountOf(RemoteCall.Start));
        Assert.Equal(1, (await lab.GetAsync(handle.Id)).Attempt);
    }

    [Fact]
    public async Task Start_that_succeeded_while_its_call_failed_is_found_and_costs_nothing()
    {
        await using RemoteLab lab = new();
        RemoteActuator actuator = new(lab.Service) { Plans = true };
        Random random = new(7);
        actuator.Hook = (call, _, _) => call is RemoteCall.Start or RemoteCall.Started or RemoteCall.Reattach && random.Next(2) == 0
            ? Task.FromException(new ActuatorUnreachableException($"{call} gets no answer."))
            : Task.CompletedTask;
        lab.Service.AnswersAtOnce = "ok";
        lab.Start(actuator, setup => (setup.Options.MaxAttempts, setup.Options.Concurrency) = (1, 1));
        List<Task<string>> results = [];
        for (int i = 0; i < 100; i++)
        {
            results.Add((await lab.EnqueueAsync($"task {i}")).Completion);
        }

        await lab.Clock.RunUntilAsync(Task.WhenAll(results), Step, "the results");
        Assert.Equal(100, lab.Service.Accepted.Items.Count);
        Assert.All(lab.Service.Accepted.Items, job => Assert.Equal(1, job.Attempt));
    }

    [Fact]
    public async Task Engine_that_is_away_while_work_is_looked_for_burns_no_attempt_until_the_limit()
    {
        await using RemoteLab lab = new();
        RemoteActuator actuator = new(lab.Service) { Plans = true };
        actuator.Hook = (call, _, _) => call is RemoteCall.Started or RemoteCall.Reattach
            ? Task.FromException(new ActuatorUnreachableException("The engine is away."))
            : Task.CompletedTask;
        lab.Start(actuator, setup => (setup.Options.MaxAttempts, setup.Options.UnknownLimit) = (1, TimeSpan.FromMinutes(5)));
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.Clock.PassAsync(TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(2), handle.Outcome);
        Assert.Equal((TaskState.Running, 1), ((await lab.GetAsync(handle.Id)).State, (await lab.GetAsync(handle.Id)).Attempt));

        await lab.Clock.RunUntilAsync(handle.Outcome, TimeSpan.FromSeconds(2), "the failure");
        Assert.Equal(TaskFailureReason.Unreachable, (await handle.EndAsync()).Failure!.Reason);
        Assert.Equal(job.Handle, (await actuator.Stops.WhenCountAsync(1).Soon("the stop")).Handle);
    }

    [Fact]
    public async Task Start_that_throws_leaves_no_work_behind()
    {
        await using RemoteLab lab = new();
        RemoteActuator actuator = new(lab.Service) { Plans = true };
        actuator.Hook = RemoteCommands.Fail(RemoteCall.Started, number => number == 1);
        lab.Start(actuator, setup => setup.Options.MaxAttempts = 2);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob second = await lab.Service.JobAsync(2).Soon("the next attempt");

        RemoteJob first = lab.Service.Accepted.Items[0];
        Assert.Equal((RemoteJobState.Stopped, RemoteJobState.Running), (first.State, second.State));
        Assert.NotEqual(first.Handle, second.Handle);
        Assert.Equal((1, 2), (first.Attempt, second.Attempt));
        Assert.Empty(actuator.Reattached.Items);
        await second.SucceedAsync("done");
        await lab.Clock.RunUntilAsync(handle.Completion, Step, "the result");
    }

    [Fact]
    public async Task Failed_attempt_is_not_reattached_to()
    {
        await using RemoteLab lab = new();
        RemoteActuator actuator = new(lab.Service) { Plans = true };
        lab.Start(actuator, setup => setup.Options.MaxAttempts = 2);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob first = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        await first.FailAsync("broken");
        await lab.Clock.RunUntilAsync(lab.Service.JobAsync(2), Step, "the next attempt");
        RemoteJob second = await lab.Service.JobAsync(2);

        Assert.NotEqual((first.Handle, first.ClaimToken), (second.Handle, second.ClaimToken));
        Assert.Empty(actuator.Reattached.Items);
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("succeeded")]
    [InlineData("failed")]
    public async Task Work_that_has_ended_is_found_as_it_ended(string how)
    {
        await using RemoteLab lab = new();
        RemoteActuator lost = new(lab.Service) { CanReattach = true };
        lab.Start(lost);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        RemoteJob job = await lab.Service.JobAsync(1);
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        lab.View.IsCutOff = true;
        await job.SucceedAsync("fetched");

        RemoteActuator next = new(lab.Service)
        {
            CanReattach = true,
            Found = _ => how switch
            {
                "completed" => StartResult<string>.Completed("at once"),
                "succeeded" => StartResult<string>.Ended(TaskRunStatus.Succeeded),
                _ => StartResult<string>.Ended(TaskRunStatus.Failed("broken") with { ExitCode = 3 }),
            },
        };
        lab.Start(next, setup => setup.Options.StatusInterval = TimeSpan.FromDays(1));
        handle = lab.Scheduler.GetHandle(handle.Id);
        await lab.Clock.RunUntilAsync(handle.Outcome, Step, "the end");
        TaskOutcome<string> outcome = await handle.EndAsync();
        Assert.Equal(how switch { "completed" => "at once", "succeeded" => "fetched", _ => null }, outcome.Result);
        Assert.Equal(how == "failed" ? 3 : null, outcome.Failure?.ExitCode);
    }

    [Theory]
    [InlineData(60, 30)]
    [InlineData(60, 5)]
    public async Task Timeout_is_counted_from_the_start_of_the_work(int timeout, int ranBefore)
    {
        await using RemoteLab lab = new();
        RemoteActuator lost = new(lab.Service) { CanReattach = true };
        lab.Start(lost, setup => setup.Options.Timeout = TimeSpan.FromSeconds(timeout));
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await lab.View.WhenHandleIsStoredAsync(handle.Id);
        DateTimeOffset began = (await lab.GetAsync(handle.Id)).StartedAt!.Value;
        await lab.Clock.PassAsync(TimeSpan.FromSeconds(ranBefore), TimeSpan.FromSeconds(1), handle.Outcome);
        await lab.CloseAsync(lab.Scheduler);

        RemoteActuator next = new(lab.Service) { CanReattach = true };
        lab.Start(next, setup => setup.Options.Timeout = TimeSpan.FromSeconds(timeout));
        await next.Reattached.WhenCountAsync(1).Soon("the reattachment");
        Assert.Equal(began, (await lab.GetAsync(handle.Id)).StartedAt);
        handle = lab.Scheduler.GetHandle(handle.Id);
        await lab.Clock.RunUntilAsync(handle.Outcome, Step, "the timeout");
        Assert.Equal(TaskFailureReason.Timeout, (await handle.EndAsync()).Failure!.Reason);
        TimeSpan ran = lab.Clock.GetUtcNow() - began;
        Assert.InRange(ran, TimeSpan.FromSeconds(timeout), TimeSpan.FromSeconds(Math.Max(timeout, ranBefore) + 25));
        Assert.Single(next.Stops.Items);
    }

    [Fact]
    public async Task Time_for_which_nothing_ran_does_not_count()
    {
        await using RemoteLab lab = new();
        RemoteActuator lost = new(lab.Service) { Plans = true };
        lab.Start(lost, setup => setup.Options.Timeout = TimeSpan.FromSeconds(10));
        RemoteContainer lostView = lab.View;
        lost.Hook = (call, _, _) =>
        {
            lostView.IsCutOff |= call == RemoteCall.Start;
            return call == RemoteCall.Start ? new TaskCompletionSource().Task : Task.CompletedTask;
        };
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await lost.Calls.WhenAsync(call => call == RemoteCall.Start).Soon("the death");

        // The lease is longer than the timeout.
        RemoteActuator next = new(lab.Service) { Plans = true };
        lab.Start(next, setup => setup.Options.Timeout = TimeSpan.FromSeconds(10));
        await lab.Clock.RunUntilAsync(lab.Service.JobAsync(1), Step, "the start");
        await lab.View.WhenHandleIsStoredAsync(handle.Id).Soon("the intent");
        await (await lab.Service.JobAsync(1)).SucceedAsync("in time");
        handle = lab.Scheduler.GetHandle(handle.Id);
        await lab.Clock.RunUntilAsync(handle.Outcome, Step, "the result");
        Assert.Equal("in time", await handle.Completion);
    }

    [Fact]
    public async Task Intent_that_is_refused_begins_nothing()
    {
        await using RemoteLab lab = new();
        RemoteActuator slow = new(lab.Service) { Plans = true };
        RemoteActuator next = new(lab.Service) { Plans = true };
        TaskCompletionSource mayStore = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lab.Start(slow, setup => setup.Options.Concurrency = 1, prepare: view =>
        {
            view.MoveHook = (move, isAfter) => move.Handle is not null && !isAfter ? mayStore.Task : Task.CompletedTask;
            view.Hook = (name, _) => name == "Renew" ? Task.FromException(new IOException("No renewal.")) : Task.CompletedTask;
        });
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await slow.Calls.WhenAsync(call => call == RemoteCall.Initialize).Soon("the task");
        lab.Start(next);
        await lab.Clock.RunUntilAsync(lab.Service.JobAsync(1), Step, "the rescue");
        mayStore.SetResult();
        RemoteJob job = await lab.Service.JobAsync(1);
        await job.SucceedAsync("by the next");
        await lab.Clock.RunUntilAsync(handle.Completion, Step, "the result");
        Assert.Single(lab.Service.Accepted.Items);
        Assert.Equal(0, slow.CountOf(RemoteCall.Start));
    }

    [Fact]
    public async Task Plans_without_reattaching_are_refused()
    {
        await using RemoteLab lab = new();
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() => lab.Start(new Halfway(lab.Service)));
        Assert.Contains("has the trait PlansHandles, but cannot reattach", refused.Message, StringComparison.Ordinal);
    }

    private sealed class Halfway(RemoteService service) : RemoteActuator(service), ITaskActuator<string, string>
    {
        public override ActuatorTraits Traits => ActuatorTraits.PlansHandles;
    }
}
