using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Configuration;

namespace GeneratedScheduler.Hosting;

/// <summary>Reads options from configuration, without reflection: every key is named here. An unknown key is a mistake.</summary>
internal static class SchedulerOptionsBinder
{
    private static readonly Dictionary<string, Action<SchedulerOptions, ConfigurationReader>> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Concurrency"] = static (options, value) => options.Concurrency = value.Integer(),
        ["ClusterConcurrency"] = static (options, value) => options.ClusterConcurrency = value.Integer(),
        ["Timeout"] = static (options, value) => options.Timeout = value.Time(),
        ["MaxAttempts"] = static (options, value) => options.MaxAttempts = value.Integer(),
        ["SchedulingInterval"] = static (options, value) => options.SchedulingInterval = value.Time(),
        ["StatusInterval"] = static (options, value) => options.StatusInterval = value.Time(),
        ["StatusUpdates"] = static (options, value) => options.StatusUpdates = value.OneOf<StatusUpdates>(),
        ["ActuatorTimeout"] = static (options, value) => options.ActuatorTimeout = value.Time(),
        ["UnknownLimit"] = static (options, value) => options.UnknownLimit = value.Time(),
        ["FinishedTasksCapacity"] = static (options, value) => options.FinishedTasksCapacity = value.Integer(),
        ["LeaseDuration"] = static (options, value) => options.LeaseDuration = value.Time(),
        ["MaxLosses"] = static (options, value) => options.MaxLosses = value.Integer(),
        ["ShutdownTimeout"] = static (options, value) => options.ShutdownTimeout = value.Time(),
        ["StopTimeout"] = static (options, value) => options.StopTimeout = value.Time(),
        ["RunTasks"] = static (options, value) => options.RunTasks = value.Boolean(),
        ["Retry"] = static (options, value) => options.Retry = ReadRetry(value),
        ["RateLimit"] = static (options, value) => options.RateLimiter = ReadRateLimit(value),
    };

    /// <summary>Sets what the section says, and adds every mistake to <paramref name="problems"/>.</summary>
    /// <param name="section">The section; may be absent.</param>
    /// <param name="options">What is set.</param>
    /// <param name="problems">The mistakes so far.</param>
    /// <param name="besides">A key that is read elsewhere.</param>
    public static void Bind(IConfigurationSection? section, SchedulerOptions options, List<string> problems, string? besides = null)
    {
        foreach (IConfigurationSection child in section?.GetChildren() ?? [])
        {
            if (string.Equals(child.Key, besides, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (Keys.TryGetValue(child.Key, out Action<SchedulerOptions, ConfigurationReader>? set))
            {
                TrySet(() => set(options, new ConfigurationReader(child)), problems);
            }
            else
            {
                problems.Add($"{child.Path} is no option.{Suggestion.For(child.Key, Keys.Keys)}");
            }
        }
    }

    private static void TrySet(Action set, List<string> problems)
    {
        try
        {
            set();
        }
        catch (FormatException mistake)
        {
            problems.Add(mistake.Message);
        }
    }

    // "None", or { "Backoff": "Exponential", "Delay": "00:00:01", "MaxDelay": "00:05:00" }
    private static RetryPolicy ReadRetry(ConfigurationReader value)
    {
        Backoff backoff = (value.HasValue ? value : value.Child("Backoff"))?.OneOf<Backoff>() ?? Backoff.Exponential;
        TimeSpan delay = value.Child("Delay")?.Time(TimeSpan.FromTicks(1)) ?? TimeSpan.FromSeconds(1);
        TimeSpan maxDelay = value.Child("MaxDelay")?.Time(delay) ?? (delay > TimeSpan.FromMinutes(5) ? delay : TimeSpan.FromMinutes(5));
        value.AllowOnly("Backoff", "Delay", "MaxDelay");
        return backoff switch
        {
            Backoff.None => RetryPolicy.None,
            Backoff.Fixed => RetryPolicy.Fixed(delay),
            _ => RetryPolicy.Exponential(delay, maxDelay),
        };
    }

    // { "Permits": 100, "Period": "00:00:01" }: a token bucket that is filled once each period
    private static Func<RateLimiter> ReadRateLimit(ConfigurationReader value)
    {
        int permits = value.Child("Permits")?.Integer(least: 1) ?? throw value.Mistake("has no Permits; write how many tasks may begin in each Period.");
        TimeSpan period = value.Child("Period")?.Time(TimeSpan.FromMilliseconds(1)) ?? TimeSpan.FromSeconds(1);
        value.AllowOnly("Permits", "Period");
        return () => new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = permits,
            TokensPerPeriod = permits,
            ReplenishmentPeriod = period,
            QueueLimit = 1,
        });
    }
}

/// <summary>One value of the configuration; a <see cref="FormatException"/> names its path and says what to write.</summary>
internal readonly struct ConfigurationReader(IConfigurationSection section)
{
    public bool HasValue => section.Value is not null;

    public ConfigurationReader? Child(string key)
    {
        IConfigurationSection child = section.GetSection(key);
        return child.Value is null ? null : new ConfigurationReader(child);
    }

    public int Integer(int least = int.MinValue) =>
        int.TryParse(section.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= least
            ? value
            : throw Mistake(least == int.MinValue ? "write a whole number." : $"write a whole number of at least {least}.");

    public bool Boolean() => bool.TryParse(section.Value, out bool value) ? value : throw Mistake("write true or false.");

    public TimeSpan Time(TimeSpan? least = null) =>
        // The exact format: to the lenient one "30" is thirty days, and so is "30:00:00".
        TimeSpan.TryParseExact(section.Value, "c", CultureInfo.InvariantCulture, out TimeSpan value) && value >= (least ?? TimeSpan.Zero)
            && section.Value!.Count(letter => letter == ':') == 2
            ? value
            : throw Mistake($"write a time as hours:minutes:seconds, such as 00:00:30{(least > TimeSpan.Zero ? $", of at least {least}" : "")}.");

    public TEnum OneOf<TEnum>() where TEnum : struct, Enum =>
        Enum.TryParse(section.Value, ignoreCase: true, out TEnum value) && Enum.IsDefined(value)
            ? value
            : throw Mistake($"write one of {string.Join(", ", Enum.GetNames<TEnum>())}.");

    public void AllowOnly(params string[] keys)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new FormatException($"{child.Path} is no option.{Suggestion.For(child.Key, keys)}");
            }
        }
    }

    public FormatException Mistake(string advice) => new($"{section.Path} is '{section.Value}'; {advice}");
}
