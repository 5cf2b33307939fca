using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql;
using GeneratedScheduler.Storage;

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
        ContainerTraits.Priorities | ContainerTraits.Fifo | ContainerTraits.Shared | ContainerTraits.Wakes
        | ContainerTraits.Committing;

    public ValueTask<ContainerUnderTest> CreateAsync(ContainerSetup setup, CancellationToken cancellationToken)
    {
        string table = $"native_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        return new(new Subject(_store, _another, table));
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _another.DisposeAsync();
    }

    private static TaskDefinition<ProbeTask, ProbeResult> Definition(string table) => new()
    {
        Name = "probe",
        CreateActuator = static _ => throw new NotSupportedException("Nothing is run here."),
        Mapper = new ProbeMapper(table),
    };

    private sealed class Subject(SqlStore store, SqlStore another, string table) : ContainerUnderTest
    {
        public override ITaskContainer<ProbeTask, ProbeResult> Container { get; } = store.Open(Definition(table));

        public override ITaskStore Store => store;

        public override ITaskContainer<ProbeTask, ProbeResult> OpenKind(int number) => store.Open(Definition($"{table}_kind{number}"));

        public override ValueTask<ITaskContainer<ProbeTask, ProbeResult>> OpenAnotherAsync(TimeSpan clockAhead, CancellationToken cancellationToken) =>
            new(another.Open(Definition(table)));
    }
}
