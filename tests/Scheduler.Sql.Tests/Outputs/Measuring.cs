using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Outputs;

/// <summary>Kinds of tasks whose outputs are kept apart, some of them in several versions over one table.</summary>
internal static class Measuring
{
    [ScheduledTask("measure", TypeName = "Measure", MaxAttempts = 3)]
    public static Measured Measure(int number, TaskContext context) => new(number * number, $"attempt {context.Attempt}");

    // A part more in the result.
    [ScheduledTask("measure.wider", TypeName = "WiderMeasure")]
    public static WiderMeasured Wider(int number) => new(number, null, number + 0.5m);

    // A part of another type.
    [ScheduledTask("measure.changed", TypeName = "ChangedMeasure")]
    public static ChangedMeasured Changed(int number) => new($"{number}", null);

    // Another name.
    [ScheduledTask("measurement", TypeName = "RenamedMeasure")]
    [FormerName("measure.old")]
    public static Measured Renamed(int number) => new(number, null);

    // No result is a result.
    [ScheduledTask("measure.maybe", TypeName = "MaybeMeasure")]
    public static string? Maybe(int number) => number == 0 ? null : $"{number}";

    // Names that want to break out.
    [ScheduledTask("measure.hostile", TypeName = "HostileMeasure")]
    [TaskTable("out; drop table \"x\" '--")]
    [return: TaskColumn("order \"by\"; `--", IsIndexed = true, Length = 100)]
    public static string Hostile(int number) => $"{number}";
}

public sealed record Measured(int Value, string? Note);

public sealed record WiderMeasured(int Value, string? Note, decimal? Error);

public sealed record ChangedMeasured(string Value, string? Note);
