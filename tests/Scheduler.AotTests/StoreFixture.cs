using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql;

namespace GeneratedScheduler.AotTests;

/// <summary>Containers in a database, each with a table of its own, made as an application makes them.</summary>
internal sealed class StoreFixture(
    Func<TaskDefinition<ProbeTask, ProbeResult>, SqlTaskContainer<ProbeTask, ProbeResult>> open) : IContainerFixture
{
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
        return new(new Subject(() => open(definition)));
    }

    private sealed class Subject(Func<SqlTaskContainer<ProbeTask, ProbeResult>> open) : ContainerUnderTest
    {
        private readonly SqlTaskContainer<ProbeTask, ProbeResult> _container = open();

        public override GeneratedScheduler.Storage.ITaskContainer<ProbeTask, ProbeResult> Container => _container;

        public override ValueTask<GeneratedScheduler.Storage.ITaskContainer<ProbeTask, ProbeResult>> OpenAnotherAsync(
            TimeSpan clockAhead, CancellationToken cancellationToken) => new(open());
    }
}
