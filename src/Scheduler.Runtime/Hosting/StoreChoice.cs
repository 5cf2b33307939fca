using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Hosting;

/// <summary>A store that an application has chosen for its tasks or for some of them.</summary>
/// <param name="make">Makes the store, once for each host.</param>
internal sealed class StoreChoice(Func<IServiceProvider, ITaskStore> make)
{
    /// <summary>Makes the store.</summary>
    public ITaskStore Make(IServiceProvider services) => make(services);
}
