namespace GeneratedScheduler.Storage;

/// <summary>One clock for a scheduler and its container.</summary>
internal static class Clocks
{
    /// <summary>The scheduler's clock, unless the container's options name one of their own.</summary>
    public static TimeProvider Choose(TimeProvider container, TimeProvider scheduler) =>
        ReferenceEquals(container, TimeProvider.System) ? scheduler : container;
}
