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

    /// <summary>How long and how many finished tasks are kept; by default all of them, for ever.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>How often retention and the upkeep of the counts are looked after; more than zero. 10 seconds by default.</summary>
    public TimeSpan MaintenanceInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of timers in this process; <see cref="TimeProvider.System"/> by default. Tasks follow the store's clock only.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}

/// <summary>How long finished tasks are kept. What is over any of the limits is removed, oldest first, in small batches.</summary>
public sealed class RetentionOptions
{
    /// <summary>How long Succeeded tasks are kept; <see langword="null"/> (the default) for ever.</summary>
    public TimeSpan? SucceededFor { get; set; }

    /// <summary>How long Failed tasks are kept; <see langword="null"/> (the default) for ever.</summary>
    public TimeSpan? FailedFor { get; set; }

    /// <summary>How long Stopped tasks are kept; <see langword="null"/> (the default) for ever.</summary>
    public TimeSpan? StoppedFor { get; set; }

    /// <summary>How many Succeeded tasks are kept; <see langword="null"/> (the default) for all.</summary>
    public long? SucceededCount { get; set; }

    /// <summary>How many Failed tasks are kept; <see langword="null"/> (the default) for all.</summary>
    public long? FailedCount { get; set; }

    /// <summary>How many Stopped tasks are kept; <see langword="null"/> (the default) for all.</summary>
    public long? StoppedCount { get; set; }
}
