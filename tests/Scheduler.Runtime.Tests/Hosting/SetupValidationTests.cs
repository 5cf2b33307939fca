using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Hosting;

/// <summary>Options that cannot work are refused when the scheduler is made, all at once, with what to write instead.</summary>
public sealed class SetupValidationTests
{
    public static TheoryData<string, Action<SchedulerOptions>> Mistakes => new()
    {
        { "Concurrency is 0; write a number from 1 to 1000000.", static options => options.Concurrency = 0 },
        { "Concurrency is 1000001; write a number from 1 to 1000000.", static options => options.Concurrency = 1_000_001 },
        { "ClusterConcurrency is 0; write at least 1, or null for no limit.", static options => options.ClusterConcurrency = 0 },
        { "MaxLosses is -1; write 0 or more.", static options => options.MaxLosses = -1 },
        {
            "FinishedTasksCapacity is -1; write 0 to turn the stream off, or the number of tasks that it may hold.",
            static options => options.FinishedTasksCapacity = -1
        },
        {
            "SchedulingInterval is 00:00:00; write a time from 00:00:00.0010000 to 20.00:00:00.",
            static options => options.SchedulingInterval = TimeSpan.Zero
        },
        {
            "StatusInterval is 21.00:00:00; write a time from 00:00:00.0010000 to 20.00:00:00.",
            static options => options.StatusInterval = TimeSpan.FromDays(21)
        },
        {
            "LeaseDuration is 00:00:00.5000000; write a time from 00:00:01 to 20.00:00:00.",
            static options => options.LeaseDuration = TimeSpan.FromSeconds(0.5)
        },
        {
            "StopTimeout is 00:00:00; write a time from 00:00:00.0010000 to 20.00:00:00.",
            static options => options.StopTimeout = TimeSpan.Zero
        },
        {
            "ShutdownTimeout is -00:00:01; write a time from 00:00:00 to 20.00:00:00.",
            static options => options.ShutdownTimeout = TimeSpan.FromSeconds(-1)
        },
        { "Timeout is 00:00:00; write more than zero, or null for no timeout.", static options => options.Timeout = TimeSpan.Zero },
        { "MaxAttempts is 0; write at least 1 (1 means no retry).", static options => options.MaxAttempts = 0 },
        { "Retry is null; write RetryPolicy.None for no retries.", static options => options.Retry = null! },
        {
            "MaxAttempts is 2, but Retry is RetryPolicy.None; write MaxAttempts = 1, or a policy that retries.",
            static options => (options.MaxAttempts, options.Retry) = (2, RetryPolicy.None)
        },
        { "TimeProvider is null; write TimeProvider.System.", static options => options.TimeProvider = null! },
        {
            "RunTasks is false, but FinishedTasksCapacity is set; a scheduler streams only tasks that it ran itself, so await handles instead.",
            static options => (options.RunTasks, options.FinishedTasksCapacity) = (false, 1)
        },
        { "StatusUpdates is 4; write Polling, Callback or Both.", static options => options.StatusUpdates = (StatusUpdates)4 },
        { "StatusUpdates is 0; write Polling, Callback or Both.", static options => options.StatusUpdates = 0 },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_says_what_to_write(string problem, Action<SchedulerOptions> configure)
    {
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() => Make(configure));
        Assert.Equal("checked", refused.TaskName);
        Assert.Equal(problem, Assert.Single(refused.Problems));
        Assert.Equal($"The scheduler of 'checked' cannot start: {problem}", refused.Message);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() => Make(static options =>
        {
            options.Concurrency = 0;
            options.StatusInterval = TimeSpan.Zero;
            options.MaxAttempts = 0;
            options.Timeout = TimeSpan.Zero;
        }));
        Assert.Equal(4, refused.Problems.Count);
    }

    [Fact]
    public void Callbacks_are_refused_for_an_actuator_that_has_none()
    {
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() => Make(
            static options => options.StatusUpdates = StatusUpdates.Callback, new RemoteActuator(null!)));
        Assert.Contains("RemoteActuator has no callbacks; write Polling, or give it the trait PushesStatus and implement ReadCallbacksAsync.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Services_that_the_task_takes_must_be_there()
    {
        TaskDefinition<string, string> definition = new() { Name = "checked", NeedsServices = true, CreateActuator = static _ => RemoteFunction.Shout() };
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(
            () => new Scheduler<string, string>(new SchedulerSetup<string, string>(definition)));
        Assert.StartsWith("The task takes services, but Services is null;", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_themselves_are_accepted()
    {
        await using Scheduler<string, string> scheduler = Make(static options =>
        {
            options.Concurrency = 1_000_000;
            options.ClusterConcurrency = 1;
            options.MaxLosses = 0;
            options.SchedulingInterval = TimeSpan.FromDays(20);
            options.StatusInterval = TimeSpan.FromMilliseconds(1);
            options.LeaseDuration = TimeSpan.FromSeconds(1);
            options.ShutdownTimeout = TimeSpan.Zero;
            options.Timeout = TimeSpan.FromTicks(1);
        });
        Assert.Equal(SchedulerState.Created, scheduler.GetStatus().State);
    }

    private static Scheduler<string, string> Make(
        Action<SchedulerOptions> configure, ITaskActuator<string, string>? actuator = null)
    {
        TaskDefinition<string, string> definition = new() { Name = "checked", CreateActuator = _ => actuator ?? RemoteFunction.Shout() };
        SchedulerSetup<string, string> setup = new(definition);
        configure(setup.Options);
        return new Scheduler<string, string>(setup);
    }
}
