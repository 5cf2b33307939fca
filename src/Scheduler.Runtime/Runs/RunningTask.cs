namespace GeneratedScheduler.Runs;

/// <summary>The task whose code is calling, if any; flows with the code as an <see cref="AsyncLocal{T}"/> does.</summary>
internal static class RunningTask
{
    private static readonly AsyncLocal<TaskContext?> Local = new();

    /// <summary>The run; <see langword="null"/> outside of tasks. It may be over, if what it began goes on without it.</summary>
    public static TaskContext? Current
    {
        get => Local.Value;
        set => Local.Value = value;
    }
}
