using System.Collections.Concurrent;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Views;

/// <summary>A store behind a network that keeps announcements, with a clock of its own, and does with each call what a test wants.</summary>
internal sealed class AnnouncingStore(TimeProvider clock) : ITaskStore
{
    private readonly ConcurrentDictionary<Guid, (TaskProcess Process, DateTimeOffset ValidUntil)> _announced = [];
    private int _renewals;

    public string Name => "announcing";

    public StoreTraits Traits => StoreTraits.Shared | StoreTraits.Announcing;

    /// <summary>Before an announcement or a withdrawal is carried out.</summary>
    public Func<ValueTask>? BeforeAnnouncing { get; set; }

    /// <summary>What a list fails with.</summary>
    public Exception? Broken { get; set; }

    /// <summary>Names the calls about processes, one by one.</summary>
    public System.Threading.Channels.Channel<string> Calls { get; } = System.Threading.Channels.Channel.CreateUnbounded<string>();

    public int Renewals => Volatile.Read(ref _renewals);

    public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
        new SharedMemoryStore<TTask, TResult>(clock).Open();

    public ValueTask RenewAsync(IReadOnlyList<KindRenewal> kinds, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _renewals);
        return StoreDefaults.RenewAsync(kinds, cancellationToken);
    }

    public async ValueTask AnnounceProcessAsync(ProcessAnnouncement announcement, CancellationToken cancellationToken)
    {
        Calls.Writer.TryWrite("begin");
        await (BeforeAnnouncing?.Invoke() ?? default);
        DateTimeOffset now = clock.GetUtcNow();
        TaskProcess process = new()
        {
            Claimant = announcement.Claimant,
            MachineName = announcement.MachineName,
            ProcessId = announcement.ProcessId,
            StartedAt = now - announcement.Age,
            LastSeenAt = now,
            Runs = announcement.Runs,
        };
        _announced[announcement.Id] = (process, now + announcement.ValidFor);
        Calls.Writer.TryWrite("announced");
    }

    public async ValueTask WithdrawProcessAsync(Guid id, CancellationToken cancellationToken)
    {
        await (BeforeAnnouncing?.Invoke() ?? default);
        Assert.True(_announced.TryRemove(id, out _));
        Calls.Writer.TryWrite("withdrawn");
    }

    public ValueTask<IReadOnlyList<TaskProcess>> ListProcessesAsync(CancellationToken cancellationToken) => Broken is not null
        ? throw Broken
        : new([.. _announced.Values.Where(entry => entry.ValidUntil >= clock.GetUtcNow()).Select(entry => entry.Process)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
