namespace GeneratedScheduler;

/// <summary>A service without which no task of a kind can run. A scheduler that runs tasks checks at its start that it is registered. For emitted code.</summary>
/// <param name="type">The service.</param>
/// <param name="neededBy">The class whose constructor takes it, or the method that does; for messages.</param>
/// <param name="key">The key of a keyed service; <see langword="null"/> for none.</param>
/// <param name="unlessRegistered">If this type is itself registered, whoever registered it makes it, and the service may not be needed; <see langword="null"/> for none.</param>
public sealed class TaskService(Type type, string neededBy, object? key = null, Type? unlessRegistered = null)
{
    internal Type Type => type;

    internal string NeededBy => neededBy;

    internal object? Key => key;

    internal Type? UnlessRegistered => unlessRegistered;
}
