using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runs;

namespace GeneratedScheduler.Scheduling;

/// <summary>Checks a setup as a whole, and says all that is wrong at once.</summary>
internal static class SchedulerSetupValidator
{
    private const int MaxConcurrency = 1_000_000;

    // The longest that timers of the runtime can be set for is about 49 days.
    private static readonly TimeSpan MaxInterval = TimeSpan.FromDays(20);

    public static void Validate<TTask, TResult>(SchedulerSetup<TTask, TResult> setup)
    {
        List<string> problems = [];
        CheckNumbers(setup.Options, problems);
        CheckTimes(setup.Options, problems);
        CheckRetries(setup.Options, problems);
        CheckParts(setup.Definition, setup.Options, problems);
        if (setup.Options is { RunTasks: true, Services: { } services } && setup.Actuator is null && setup.Definition.CreateActuator is not null)
        {
            problems.AddRange(ServiceCheck.Problems(services, setup.Definition.Services));
        }

        if (problems.Count > 0)
        {
            throw new SchedulerConfigurationException(setup.Definition.Name, problems);
        }
    }

    /// <summary>Checks how running work is followed, which needs the actuator itself.</summary>
    public static void Validate<TTask, TResult>(SchedulerParts<TTask, TResult> parts)
    {
        if (parts.LacksActuator)
        {
            CheckWithoutActuator(parts);
            return;
        }

        StatusUpdates updates = parts.Updates;
        if (updates is not (StatusUpdates.Polling or StatusUpdates.Callback or StatusUpdates.Both))
        {
            throw Problem(parts, $"StatusUpdates is {(int)updates}; write Polling, Callback or Both.");
        }

        if (parts.PlansHandles && (parts.RunsInProcess || !parts.CanReattach))
        {
            throw Problem(parts, $"{parts.Actuator.GetType().Name} has the trait {nameof(ActuatorTraits.PlansHandles)}, but cannot reattach; give it "
                + $"{nameof(ActuatorTraits.CanReattach)} too, and implement ReattachAsync.");
        }

        if (parts.RunsTasks && updates.HasFlag(StatusUpdates.Callback) && !parts.RunsInProcess && !parts.PushesStatus)
        {
            throw Problem(parts, $"StatusUpdates is {updates}, but {parts.Actuator.GetType().Name} has no callbacks; "
                + $"write Polling, or give it the trait {nameof(ActuatorTraits.PushesStatus)} and implement ReadCallbacksAsync.");
        }
    }

    private static void CheckWithoutActuator<TTask, TResult>(SchedulerParts<TTask, TResult> parts)
    {
        const string Advice = "call the emitted Add…Tasks() of the assembly with its [Actuator], or CreateDefinition() of the class that is emitted there";
        if (parts.Options.RunTasks && !parts.Container.IsShared)
        {
            throw Problem(parts, "No actuator of this task is registered, and its container is in the memory of this process, so nothing would ever run it; "
                + $"{Advice}, or store the task in a database where another process runs it.");
        }

        if (parts.Options.FinishedTasksCapacity > 0)
        {
            throw Problem(parts, "FinishedTasksCapacity is set, but no actuator of this task is registered, so this process only enqueues; "
                + $"{Advice}, or await handles instead.");
        }
    }

    private static SchedulerConfigurationException Problem<TTask, TResult>(SchedulerParts<TTask, TResult> parts, string problem) =>
        new(parts.Name, [problem]);

    private static void CheckNumbers(SchedulerOptions options, List<string> problems)
    {
        if (options.Concurrency is < 1 or > MaxConcurrency)
        {
            problems.Add($"Concurrency is {options.Concurrency}; write a number from 1 to {MaxConcurrency}.");
        }

        if (options.ClusterConcurrency < 1)
        {
            problems.Add($"ClusterConcurrency is {options.ClusterConcurrency}; write at least 1, or null for no limit.");
        }

        if (options.MaxLosses < 0)
        {
            problems.Add($"MaxLosses is {options.MaxLosses}; write 0 or more.");
        }

        if (options.FinishedTasksCapacity < 0)
        {
            problems.Add($"FinishedTasksCapacity is {options.FinishedTasksCapacity}; write 0 to turn the stream off, or the number of tasks that it may hold.");
        }
    }

    private static void CheckTimes(SchedulerOptions options, List<string> problems)
    {
        CheckInterval(nameof(options.SchedulingInterval), options.SchedulingInterval, TimeSpan.FromMilliseconds(1), problems);
        CheckInterval(nameof(options.StatusInterval), options.StatusInterval, TimeSpan.FromMilliseconds(1), problems);
        CheckInterval(nameof(options.LeaseDuration), options.LeaseDuration, TimeSpan.FromSeconds(1), problems);
        CheckInterval(nameof(options.ActuatorTimeout), options.ActuatorTimeout, TimeSpan.FromMilliseconds(1), problems);
        CheckInterval(nameof(options.UnknownLimit), options.UnknownLimit, TimeSpan.Zero, problems);
        CheckInterval(nameof(options.StopTimeout), options.StopTimeout, TimeSpan.FromMilliseconds(1), problems);
        CheckInterval(nameof(options.ShutdownTimeout), options.ShutdownTimeout, TimeSpan.Zero, problems);
        if (options.Timeout <= TimeSpan.Zero)
        {
            problems.Add($"Timeout is {options.Timeout}; write more than zero, or null for no timeout.");
        }
    }

    private static void CheckInterval(string name, TimeSpan value, TimeSpan least, List<string> problems)
    {
        if (value < least || value > MaxInterval)
        {
            problems.Add($"{name} is {value}; write a time from {least} to {MaxInterval}.");
        }
    }

    private static void CheckRetries(SchedulerOptions options, List<string> problems)
    {
        if (options.MaxAttempts < 1)
        {
            problems.Add($"MaxAttempts is {options.MaxAttempts}; write at least 1 (1 means no retry).");
        }

        if (options.Retry is null)
        {
            problems.Add("Retry is null; write RetryPolicy.None for no retries.");
        }
        else if (options.Retry == RetryPolicy.None && options.MaxAttempts > 1)
        {
            problems.Add($"MaxAttempts is {options.MaxAttempts}, but Retry is RetryPolicy.None; write MaxAttempts = 1, or a policy that retries.");
        }
    }

    private static void CheckParts<TTask, TResult>(TaskDefinition<TTask, TResult> definition, SchedulerOptions options, List<string> problems)
    {
        if (options.TimeProvider is null)
        {
            problems.Add("TimeProvider is null; write TimeProvider.System.");
        }

        if (!options.RunTasks && options.FinishedTasksCapacity > 0)
        {
            problems.Add("RunTasks is false, but FinishedTasksCapacity is set; a scheduler streams only tasks that it ran itself, so await handles instead.");
        }

        if (options.RunTasks && definition.NeedsServices && options.Services is null)
        {
            problems.Add("The task takes services, but Services is null; set Options.Services to a service provider, or register the task with AddScheduler.");
        }
    }
}
