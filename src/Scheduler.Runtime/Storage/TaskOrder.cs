namespace GeneratedScheduler.Storage;

/// <summary>The order in which the due tasks in memory are claimed.</summary>
public enum TaskOrder
{
    /// <summary>First come, first served, whatever their priority.</summary>
    Queue = 0,

    /// <summary>Higher priorities first; tasks of one priority first come, first served.</summary>
    Priority = 1,
}
