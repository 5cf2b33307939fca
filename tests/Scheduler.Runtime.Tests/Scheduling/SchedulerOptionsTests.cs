using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class SchedulerOptionsTests
{
    public static TheoryData<string, string> Mistakes => new()
    {
        { "Concurrency", "Concurrency is 0; write a number from 1" },
        { "ClusterConcurrency", "ClusterConcurrency is 0; write at least 1, or null" },
        { "MaxLosses", "MaxLosses is -1; write 0 or more" },
        { "FinishedTasksCapacity", "FinishedTasksCapacity is -1; write 0 to turn the stream off" },
        { "SchedulingInterval", "SchedulingInterval is 00:00:00; write a time from" },
        { "StatusInterval", "StatusInterval is 00:00:00; write a time from" },
        { "LeaseDuration", "LeaseDuration is 00:00:00.5000000; write a time from 00:00:01" },
        { "StopTimeout", "StopTimeout is 00:00:00; write a time from" },
        { "ShutdownTimeout", "ShutdownTimeout is -00:00:01; write a time from 00:00:00" },
        { "Timeout", "Timeout is 00:00:00; write more than zero, or null" },
        { "MaxAttempts", "MaxAttempts is 0; write at least 1" },
        { "Retry", "Retry is null; write RetryPolicy.None" },
        { "RetryNone", "Retry is RetryPolicy.None; write MaxAttempts = 1" },
        { "TimeProvider", "TimeProvider is null; write TimeProvider.System" },
        { "RunTasks", "await handles instead" },
        { "StatusUpdates", "StatusUpdates is 4; write Polling, Callback or Both" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_wrong_option_is_refused_with_what_to_write_instead(string mistake, string message)
    {
        SchedulerConfigurationException exception = Assert.Throws<SchedulerConfigurationException>(
            () => Bench.Made(ContainerKind.Queue, (_, options) => Apply(mistake, options)));
        Assert.Equal("tests.work", exception.TaskName);
        Assert.Contains(message, Assert.Single(exception.Problems), StringComparison.Ordinal);
        Assert.Contains("tests.work", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        SchedulerConfigurationException exception = Assert.Throws<SchedulerConfigurationException>(
            () => Bench.Made(ContainerKind.Queue, (_, options) =>
                (options.Concurrency, options.MaxAttempts, options.Timeout) = (0, 0, TimeSpan.Zero)));
        Assert.Equal(3, exception.Problems.Count);
    }

    [Fact]
    public async Task Options_that_are_changed_after_the_scheduler_was_made_have_no_effect()
    {
        SchedulerOptions? used = null;
        await using Bench bench = Bench.Made(ContainerKind.Queue, (_, options) => used = options);
        used!.MaxAttempts = 7;
        used.Retry = RetryPolicy.Fixed(TimeSpan.Zero);
        used.Concurrency = 1;
        used.Timeout = TimeSpan.FromSeconds(7);
        bench.Scheduler.Start();
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        Assert.Equal(1, run.Context.MaxAttempts);
        await bench.RunOneAsync();
        run.Throw(new InvalidOperationException());
        Assert.Equal(TaskState.Failed, (await handle.Outcome.Soon()).State);
    }

    private static void Apply(string mistake, SchedulerOptions options)
    {
        switch (mistake)
        {
            case "Concurrency": options.Concurrency = 0; break;
            case "ClusterConcurrency": options.ClusterConcurrency = 0; break;
            case "MaxLosses": options.MaxLosses = -1; break;
            case "FinishedTasksCapacity": options.FinishedTasksCapacity = -1; break;
            case "SchedulingInterval": options.SchedulingInterval = TimeSpan.Zero; break;
            case "StatusInterval": options.StatusInterval = TimeSpan.Zero; break;
            case "LeaseDuration": options.LeaseDuration = TimeSpan.FromSeconds(0.5); break;
            case "StopTimeout": options.StopTimeout = TimeSpan.Zero; break;
            case "ShutdownTimeout": options.ShutdownTimeout = TimeSpan.FromSeconds(-1); break;
            case "Timeout": options.Timeout = TimeSpan.Zero; break;
            case "MaxAttempts": options.MaxAttempts = 0; break;
            case "Retry": options.Retry = null!; break;
            case "RetryNone": (options.Retry, options.MaxAttempts) = (RetryPolicy.None, 2); break;
            case "TimeProvider": options.TimeProvider = null!; break;
            case "RunTasks": (options.RunTasks, options.FinishedTasksCapacity) = (false, 1); break;
            case "StatusUpdates": options.StatusUpdates = (StatusUpdates)4; break;
            default: throw new ArgumentException(mistake, nameof(mistake));
        }
    }
}
