using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

/// <summary>Containers over real files, each with a file and a clock of its own.</summary>
internal sealed class SqliteFixture : IContainerFixture
{
    public static SqliteFixture Instance { get; } = new();

    public ContainerTraits Traits =>
        ContainerTraits.Clock | ContainerTraits.SteadyClock | ContainerTraits.Priorities | ContainerTraits.Fifo | ContainerTraits.Shared | ContainerTraits.Wakes
        | ContainerTraits.Committing;

    public ValueTask<ContainerUnderTest> CreateAsync(ContainerSetup setup, CancellationToken cancellationToken) => new(new Subject());

    private sealed class Subject : ContainerUnderTest
    {
        private readonly TemporaryFile _file = new();
        private readonly FakeTimeProvider _time = new();
        private readonly SettableClock _clock;
        private readonly SqliteContainerOptions _options;
        private readonly SqliteDatabase _first;
        private SqlTaskContainer<ProbeTask, ProbeResult>? _container;

        public Subject()
        {
            _clock = new SettableClock(_time);
            _options = new() { Synchronous = SqliteSynchronous.Normal, TimeProvider = _time };

            // Keeps the file in use, and with it the clock, whichever containers come and go.
            _first = new SqliteDatabase(SqliteLocation.From(_file.Path, _options));
            _first.UseClock(_clock);
        }

        public override ProbeContainer Container => _container ??= Open();

        public override ITaskStore Store => _container!.Store;

        public override ProbeContainer OpenKind(int number) =>
            new SqlTaskContainer<ProbeTask, ProbeResult>(_container!.Store, $"probe {number}", new ProbeMapper($"probe_kind{number}"));

        public override DateTimeOffset UtcNow => _clock.GetUtcNow();

        public override ValueTask AdvanceAsync(TimeSpan by, CancellationToken cancellationToken)
        {
            _time.Advance(by);
            return default;
        }

        public override ValueTask SetClockAsync(TimeSpan by, CancellationToken cancellationToken)
        {
            _clock.Set(by);
            return default;
        }

        public override ValueTask<ProbeContainer> OpenAnotherAsync(TimeSpan clockAhead, CancellationToken cancellationToken) => new(Open());

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await _first.DisposeAsync();
            _file.Dispose();
        }

        private SqlTaskContainer<ProbeTask, ProbeResult> Open() =>
            new SqliteStore(_file.Path, _options).OpenAlone("probe", new ProbeMapper("probe"));
    }
}
