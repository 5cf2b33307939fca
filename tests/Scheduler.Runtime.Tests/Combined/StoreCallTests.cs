using GeneratedScheduler.Conformance;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>Calls about several kinds of tasks reach the store behind as one call, about the containers that it has opened.</summary>
public sealed class StoreCallTests
{
    private static readonly ClaimRequest Request = new(ClaimantId.New(), TimeSpan.FromSeconds(30));

    [Fact]
    public async Task They_are_one_call_and_the_answers_come_back()
    {
        Recording durable = new();
        await using ITaskStore store = new CombinedStore(durable);
        ITaskContainer[] opened = [Open(store, "a"), Open(store, "b")];

        KindRenewal[] renewals = [.. opened.Select(container => new KindRenewal(container, new RenewRequest(Request.Claimant, default, Request.LeaseDuration)))];
        await store.RenewAsync(renewals, CancellationToken.None);
        KindRescue[] rescues = [.. opened.Select(container => new KindRescue(container, new RescueRequest(canReattach: false, maxLosses: 1, limit: 10)))];
        await store.RescueAsync(rescues, CancellationToken.None);
        KindWait[] waits = [.. opened.Select(container => new KindWait(container, Request))];
        await store.WaitForTasksAsync(waits, TimeSpan.FromMinutes(1), CancellationToken.None);

        ProcessAnnouncement announcement = new(
            Guid.NewGuid(), Request.Claimant, "here", 1, new Dictionary<string, int>(), TimeSpan.Zero, TimeSpan.FromSeconds(45));
        await store.AnnounceProcessAsync(announcement, CancellationToken.None);
        Assert.Same(durable.Processes, await store.ListProcessesAsync(CancellationToken.None));
        await store.WithdrawProcessAsync(announcement.Id, CancellationToken.None);

        Assert.Equal(["renew", "rescue", "wait", $"announce {announcement.Id}", $"withdraw {announcement.Id}"], durable.Calls);
        Assert.Same(durable.Report, renewals[1].Report);
        Assert.Equal(new RescueReport(rescued: 1, failed: 0, stopped: 0), rescues[1].Report);
        Assert.Equal((false, true), (waits[0].MayClaim, waits[1].MayClaim));
        Assert.All(renewals.Cast<KindCall>().Concat(rescues).Concat(waits).Where((_, i) => i % 2 == 0), call => Assert.Same(durable.Failure, call.Failure));
    }

    [Fact]
    public void It_is_what_the_store_behind_it_is()
    {
        Recording durable = new();
        ITaskStore store = new CombinedStore(durable);
        Assert.Equal(durable.Traits, store.Traits);
        Assert.Equal(["Priority"], store.UnsupportedFilters);
        Assert.Equal("memory in front of recording", store.Name);
    }

    private static ITaskContainer<string, string> Open(ITaskStore store, string name) =>
        store.Open(new TaskDefinition<string, string> { Name = name }, TimeProvider.System);

    /// <summary>A store that fails for the first kind and answers for the second one.</summary>
    private sealed class Recording : ITaskStore
    {
        private readonly List<ITaskContainer> _opened = [];

        public List<string> Calls { get; } = [];

        public LeaseReport Report { get; } = new([], []);

        public Exception Failure { get; } = new InvalidOperationException("No table");

        public string Name => "recording";

        public StoreTraits Traits => StoreTraits.Shared | StoreTraits.Outputs;

        public IReadOnlyList<string> UnsupportedFilters => ["Priority"];

        public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time)
        {
            ITaskContainer<TTask, TResult> container = new SharedMemoryStore<TTask, TResult>(new FakeTimeProvider()).Open();
            _opened.Add(container);
            return container;
        }

        public ValueTask RenewAsync(IReadOnlyList<KindRenewal> kinds, CancellationToken cancellationToken)
        {
            Note("renew", kinds);
            kinds[1].Report = Report;
            return ValueTask.CompletedTask;
        }

        public ValueTask RescueAsync(IReadOnlyList<KindRescue> kinds, CancellationToken cancellationToken)
        {
            Note("rescue", kinds);
            kinds[1].Report = new RescueReport(rescued: 1, failed: 0, stopped: 0);
            return ValueTask.CompletedTask;
        }

        public ValueTask WaitForTasksAsync(IReadOnlyList<KindWait> kinds, TimeSpan timeout, CancellationToken cancellationToken)
        {
            Note("wait", kinds);
            kinds[1].MayClaim = true;
            return ValueTask.CompletedTask;
        }

        public IReadOnlyList<TaskProcess> Processes { get; } = new List<TaskProcess>();

        public ValueTask AnnounceProcessAsync(ProcessAnnouncement announcement, CancellationToken cancellationToken)
        {
            Calls.Add($"announce {announcement.Id}");
            return ValueTask.CompletedTask;
        }

        public ValueTask WithdrawProcessAsync(Guid id, CancellationToken cancellationToken)
        {
            Calls.Add($"withdraw {id}");
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<TaskProcess>> ListProcessesAsync(CancellationToken cancellationToken) => new(Processes);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Note(string call, IReadOnlyList<KindCall> kinds)
        {
            Calls.Add(call);
            Assert.Equal(_opened, kinds.Select(kind => kind.Container));
            kinds[0].Failure = Failure;
        }
    }
}
