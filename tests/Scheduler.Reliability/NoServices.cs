namespace GeneratedScheduler.Reliability;

/// <summary>For a scheduler that runs no tasks: those would need services.</summary>
internal sealed class NoServices : IServiceProvider
{
    public static NoServices Instance { get; } = new();

    public object? GetService(Type serviceType) => null;
}
