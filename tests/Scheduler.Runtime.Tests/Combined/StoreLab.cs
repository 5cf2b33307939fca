using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>One store, its clock, and any number of processes over it.</summary>
internal sealed class StoreLab
{
    public StoreLab()
    {
        Store = new SharedMemoryStore<int, int>(new FakeTimeProvider());
        Direct = Store.Open();
    }

    public SharedMemoryStore<int, int> Store { get; }

    /// <summary>The store as it is, without memory in front.</summary>
    public ITaskContainer<int, int> Direct { get; }

    public Front Open() => new(Store);

    public Task<TaskCounts> CountAsync() => Direct.CountAsync(TestContext.Current.CancellationToken).AsTask();
}
