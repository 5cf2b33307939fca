namespace GeneratedScheduler.Loops;

/// <summary>A kind of task that this process runs, as it is shown to people. Safe for concurrent use.</summary>
internal interface IRunningKind
{
    /// <summary>The name of the kind of task.</summary>
    string Name { get; }

    /// <summary>How many tasks of the kind run here; <see langword="null"/> while its container cannot be used yet.</summary>
    int? Runs { get; }
}
