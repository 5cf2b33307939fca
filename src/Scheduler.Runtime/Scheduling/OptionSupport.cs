using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Scheduling;

/// <summary>Refuses the options that the container of a scheduler does not follow, where they are set. The one place that does.</summary>
internal sealed class OptionSupport
{
    private static readonly Dictionary<string, Func<EnqueueOptions, object?>> OfTasks = new(StringComparer.Ordinal)
    {
        [nameof(EnqueueOptions.Id)] = static options => options.Id,
        [nameof(EnqueueOptions.Priority)] = static options => options.Priority == 0 ? null : options.Priority,
        [nameof(EnqueueOptions.Delay)] = static options => options.Delay == TimeSpan.Zero ? null : options.Delay,
        [nameof(EnqueueOptions.NotBefore)] = static options => options.NotBefore,
        [nameof(EnqueueOptions.UniqueKey)] = static options => options.UniqueKey,
        [nameof(EnqueueOptions.Timeout)] = static options => options.Timeout,
        [nameof(EnqueueOptions.MaxAttempts)] = static options => options.MaxAttempts,
    };

    private static readonly Dictionary<string, Func<SchedulerOptions, object?>> OfSchedulers = new(StringComparer.Ordinal)
    {
        [nameof(SchedulerOptions.ClusterConcurrency)] = static options => options.ClusterConcurrency,
    };

    private readonly (string Name, string Advice, Func<EnqueueOptions, object?> Read)[] _refused;

    /// <exception cref="SchedulerConfigurationException">An option of the scheduler is set that the container does not follow, or an option is named that there is not.</exception>
    public OptionSupport(string taskName, SchedulerOptions scheduler, IReadOnlyList<UnsupportedOption> unsupported)
    {
        List<string> problems = [];
        List<(string, string, Func<EnqueueOptions, object?>)> refused = [];
        foreach (UnsupportedOption option in unsupported)
        {
            if (OfTasks.TryGetValue(option.Name, out Func<EnqueueOptions, object?>? read))
            {
                refused.Add((option.Name, option.Advice, read));
            }
            else if (!OfSchedulers.TryGetValue(option.Name, out Func<SchedulerOptions, object?>? readOfScheduler))
            {
                problems.Add($"The container does not support '{option.Name}', which is not an option; write one of {string.Join(", ", OfTasks.Keys.Concat(OfSchedulers.Keys))}.");
            }
            else if (readOfScheduler(scheduler) is { } value)
            {
                problems.Add($"{option.Name} is {value}, which has no effect: {option.Advice}");
            }
        }

        if (problems.Count > 0)
        {
            throw new SchedulerConfigurationException(taskName, problems);
        }

        _refused = [.. refused];
    }

    /// <exception cref="InvalidTaskException">An option is set that the container does not follow.</exception>
    public void Check(string taskName, EnqueueOptions options)
    {
        foreach ((string name, string advice, Func<EnqueueOptions, object?> read) in _refused)
        {
            if (read(options) is { } value)
            {
                throw new InvalidTaskException(taskName, name, $"is {value}, which has no effect: {advice}");
            }
        }
    }
}
