namespace GeneratedScheduler.Sql;

/// <summary>What a container may do with the schema of its database when it starts.</summary>
public enum SchemaMode
{
    /// <summary>Creates what is missing: tables, columns that rows need not have, indexes. Never changes or drops what is there.</summary>
    CreateAndMigrate = 0,

    /// <summary>
    /// Issues no DDL, for accounts without the right to. Stops with <see cref="SqlSchemaException"/>, which has the SQL to run, if something
    /// is missing.
    /// </summary>
    Check = 1,
}

/// <summary>How tasks are kept in a SQL database. Read once, when the container is made.</summary>
public class SqlContainerOptions
{
    /// <summary>What may be done with the schema; <see cref="SchemaMode.CreateAndMigrate"/> by default.</summary>
    public SchemaMode Schema { get; set; }

    /// <summary>
    /// How long and how many finished tasks are kept; by default Succeeded and Stopped ones for 7 days and Failed ones for 30 days after their end.
    /// <see cref="RetentionOptions.Forever"/> keeps all of them.
    /// </summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>How often retention and the upkeep of the counts are looked after; more than zero. 10 seconds by default.</summary>
    public TimeSpan MaintenanceInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of timers in this process; <see cref="TimeProvider.System"/> by default. Tasks follow the store's clock only.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}

/// <summary>
/// How long finished tasks are kept, so that they do not pile up. What is over any of the limits is removed, oldest first, in small batches: by number
/// each <see cref="SqlContainerOptions.MaintenanceInterval"/>, by age each sixth of these, which is about once a minute by default.
/// </summary>
/// <remarks>
/// A limit by number leaves those by age in force; set them to <see langword="null"/> to keep a number of tasks whatever their age. For outputs that are kept
/// apart from their tasks, <see cref="SucceededFor"/> says for how long.
/// </remarks>
public sealed class RetentionOptions
{
    /// <summary>No limits: finished tasks stay until somebody deletes them. A new object each time.</summary>
    public static RetentionOptions Forever => new() { SucceededFor = null, FailedFor = null, StoppedFor = null };

    /// <summary>How long Succeeded tasks are kept after their end; 7 days by default, <see langword="null"/> for no limit.</summary>
    public TimeSpan? SucceededFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long Failed tasks are kept after their end; 30 days by default, <see langword="null"/> for no limit.</summary>
    public TimeSpan? FailedFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long Stopped tasks are kept after their end; 7 days by default, <see langword="null"/> for no limit.</summary>
    public TimeSpan? StoppedFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many Succeeded tasks are kept; <see langword="null"/> (the default) for any number.</summary>
    public long? SucceededCount { get; set; }

    /// <summary>How many Failed tasks are kept; <see langword="null"/> (the default) for any number.</summary>
    public long? FailedCount { get; set; }

    /// <summary>How many Stopped tasks are kept; <see langword="null"/> (the default) for any number.</summary>
    public long? StoppedCount { get; set; }

    /// <summary>Refuses what cannot be kept to.</summary>
    /// <exception cref="SchedulerConfigurationException">There are mistakes.</exception>
    internal static void Check(string taskName, RetentionOptions? retention)
    {
        string[] mistakes = retention is null
            ? ["Retention is null; write RetentionOptions.Forever to keep all finished tasks."]
            : [.. retention.Mistakes()];
        if (mistakes.Length > 0)
        {
            throw new SchedulerConfigurationException(taskName, mistakes);
        }
    }

    /// <summary>Every mistake, with what to write instead.</summary>
    private IEnumerable<string> Mistakes()
    {
        (string Name, TimeSpan? Value)[] ages = [(nameof(SucceededFor), SucceededFor), (nameof(FailedFor), FailedFor), (nameof(StoppedFor), StoppedFor)];
        (string Name, long? Value)[] counts = [(nameof(SucceededCount), SucceededCount), (nameof(FailedCount), FailedCount), (nameof(StoppedCount), StoppedCount)];
        return
        [
            .. ages.Where(static age => age.Value < TimeSpan.Zero).Select(static age => $"Retention.{age.Name} is {age.Value}; write zero or more, or null for no limit."),
            .. counts.Where(static count => count.Value < 0).Select(static count => $"Retention.{count.Name} is {count.Value}; write 0 or more, or null for no limit."),
        ];
    }
}
