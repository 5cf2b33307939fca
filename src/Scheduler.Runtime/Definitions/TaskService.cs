namespace GeneratedScheduler;

/// <summary>A service without which no task of a kind can run. A scheduler that runs tasks checks at its start that it is registered.</summary>
/// <param name="Type">The service.</param>
/// <param name="NeededBy">The class whose constructor takes it, or the method that does; for messages.</param>
public sealed record TaskService(Type Type, string NeededBy)
{
    /// <summary>The key of a keyed service; <see langword="null"/> (the default) for none.</summary>
    public object? Key { get; init; }

    /// <summary>If this type is itself registered, whoever registered it makes it, and the service may not be needed; <see langword="null"/> (the default) for none.</summary>
    public Type? UnlessRegistered { get; init; }
}
