using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql;

namespace GeneratedScheduler.AotTests;

/// <summary>Containers in a database, each with a table of its own, opened as an application opens them.</summary>
/// <param name="open">Makes a store over the database.</param>
internal sealed class StoreFixture(Func<SqlStore> open) : IContainerFixture, IAsyncDisposable
{
    private readonly SqlStore _store = open();
    private readonly SqlStore _another = open();
    private int _count;

    // No clock: only the tests inside the library can move that of a database.
    public ContainerTraits Traits =>
        ContainerTraits.Priorities | ContainerTraits.Fifo | ContainerTraits.Shared | ContainerTraits.Wakes | ContainerTraits.Reserving;

    public ValueTask<ContainerUnderTest> CreateAsync(ContainerSetup setup, CancellationToken cancellationToken)
    {
        TaskDefinition<ProbeTask, ProbeResult> definition = new()
        {
            Name = "probe",
            CreateActuator = static _ => throw new NotSupportedException("Nothing is run here."),
            Mapper = new ProbeMapper($"native_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}"),
        };
        return new(new Subject(_store.Open(definition), () => _another.Open(definition)));
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _another.DisposeAsync();
    }

    private sealed class Subject(SqlTaskContainer<ProbeTask, ProbeResult> container, Func<SqlTaskContainer<ProbeTask, ProbeResult>> another) : ContainerUnderTest
    {

        public override GeneratedScheduler.Storage.ITaskContainer<ProbeTask, ProbeResult> Container => container;

        public override ValueTask<GeneratedScheduler.Storage.ITaskContainer<ProbeTask, ProbeResult>> OpenAnotherAsync(
            TimeSpan clockAhead, CancellationToken cancellationToken) => new(another());
    }
}
