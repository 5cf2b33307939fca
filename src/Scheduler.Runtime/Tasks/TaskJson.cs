namespace GeneratedScheduler;

/// <summary>A payload or a result as JSON, for people.</summary>
public readonly struct TaskJson
{
    private TaskJson(string? text, string? problem) => (Text, Problem) = (text, problem);

    /// <summary>One JSON value; <see langword="null"/> if there is none, or if <see cref="Problem"/> says why it cannot be written.</summary>
    public string? Text { get; }

    /// <summary>Why the value cannot be shown; <see langword="null"/> if it is shown, and if there is none.</summary>
    public string? Problem { get; }

    internal static TaskJson Of(string text) => new(text, null);

    internal static TaskJson Because(string problem) => new(null, problem);
}
