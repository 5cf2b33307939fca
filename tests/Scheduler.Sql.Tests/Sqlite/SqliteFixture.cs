using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Testing;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

/// <summary>Containers over real files, each with a file and a clock of its own.</summary>
internal sealed class SqliteFixture : IContainerFixture
{
    public static SqliteFixture Instance { get; } = new();

    public ContainerTraits Traits =>
        ContainerTraits.Clock | ContainerTraits.Priorities | ContainerTraits.Fifo | ContainerTraits.Shared | ContainerTraits.Wakes | ContainerTraits.Reserving;

    public ValueTask<ContainerUnderTest> CreateAsync(ContainerSetup setup, CancellationToken cancellationToken) => new(new Subject());

    private sealed class Subject : ContainerUnderTest
    {
        private readonly TemporaryFile _file = new();
        private readonly FakeTimeProvider _timers = new();
        private readonly SqliteContainerOptions _options;
        private readonly SqliteDatabase _clock;
        private ProbeContainer? _container;

        public Subject()
        {
            _options = new() { Synchronous = SqliteSynchronous.Normal, TimeProvider = _timers };

            // Keeps the shared clock, whichever containers come and go.
            _clock = SqliteTaskContainer.Open(_file.Path, _options);
        }

        public override ProbeContainer Container => _container ??= Open();

        public override DateTimeOffset UtcNow => TimeProvider.System.GetUtcNow() + _clock.TimeShift;

        public override ValueTask AdvanceAsync(TimeSpan by, CancellationToken cancellationToken)
        {
            // Timers after the clock: what they wake asks it.
            _clock.TimeShift += by;
            _timers.Advance(by);
            return default;
        }

        public override ValueTask<ProbeContainer> OpenAnotherAsync(TimeSpan clockAhead, CancellationToken cancellationToken) => new(Open());

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await _clock.DisposeAsync();
            _file.Dispose();
        }

        private SqlTaskContainer<ProbeTask, ProbeResult> Open() =>
            new(DatabaseUse.Of(SqliteTaskContainer.Open(_file.Path, _options)), "probe", new ProbeMapper("probe"), _options);
    }
}
