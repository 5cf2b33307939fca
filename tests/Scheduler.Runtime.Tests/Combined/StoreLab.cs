using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>One store, its clock, and any number of processes over it.</summary>
internal sealed class StoreLab
{
    public StoreLab()
    {
        Store = new SharedMemoryStore<int, int>(Clock);
        Direct = Store.Open();
    }

    public FakeTimeProvider Clock { get; } = new();

    public SharedMemoryStore<int, int> Store { get; }

    /// <summary>The store as it is, without memory in front.</summary>
    public IReservingTaskContainer<int, int> Direct { get; }

    public Front Open(Action<CombinedContainerOptions>? configure = null, int? smallestShare = null) => new(Store, Clock, configure, smallestShare);

    /// <summary>The task as the store has it, whatever any memory knows.</summary>
    public async Task<TaskRecord<int, int>> LookAsync(TaskId id) =>
        (await Direct.GetAsync(new[] { id }, TestContext.Current.CancellationToken))[0]!;

    public Task<TaskCounts> CountAsync() => Direct.CountAsync(TestContext.Current.CancellationToken).AsTask();

    public void PassLease() => Clock.Advance(Front.Lease + TimeSpan.FromSeconds(1));
}
