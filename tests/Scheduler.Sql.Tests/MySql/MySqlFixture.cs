using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;
using MySqlConnector;

namespace GeneratedScheduler.Sql.Tests.MySql;

/// <summary>Containers in a real MariaDB (or MySQL), each with a table and a clock of its own.</summary>
/// <param name="stoppedAt">Where the clock stands until it is advanced; <see langword="null"/> for one that goes by itself.</param>
internal sealed class MySqlFixture(DateTimeOffset? stoppedAt = null) : IContainerFixture
{
    private static int _count;

    public static MySqlFixture Instance { get; } = new();

    /// <summary>For tests that compare every moment with a model, or with another look at the clock.</summary>
    public static MySqlFixture WithStoppedClock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public ContainerTraits Traits => ContainerTraits.Clock | ContainerTraits.Priorities | ContainerTraits.Fifo | ContainerTraits.Shared
        | ContainerTraits.Wakes
        | ContainerTraits.Committing;

    public static string ConnectionString => TestServers.Require(TestServers.MySql, "MariaDB");

    /// <summary>A name that no other test uses, also not one that runs at the same time in another process.</summary>
    public static string NewName(string stem) => $"{stem}_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";

    public async ValueTask<ContainerUnderTest> CreateAsync(ContainerSetup setup, CancellationToken cancellationToken)
    {
        string table = NewName("probe");
        await ExecuteAsync($"CREATE TABLE {table}_clock (shift bigint NOT NULL); INSERT INTO {table}_clock VALUES (0)", cancellationToken);
        return new Subject(table, stoppedAt);
    }

    public static async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = new(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using MySqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class Subject(string table, DateTimeOffset? stoppedAt) : ContainerUnderTest
    {
        // The timers of the container follow the clock of the store.
        private readonly FakeTimeProvider _time = new();
        private MySqlContainerOptions? _options;

        private MySqlContainerOptions Options => _options ??= new()
        {
            TimeProvider = _time,
            Clock = $"TIMESTAMPADD(MICROSECOND, (SELECT shift FROM {table}_clock), {(stoppedAt is { } moment ? $"TIMESTAMP'{moment:yyyy-MM-dd HH:mm:ss.ffffff}'" : "UTC_TIMESTAMP(6)")})",
        };

        private SqlTaskContainer<ProbeTask, ProbeResult>? _container;
        private TimeSpan _shift;

        public override ProbeContainer Container => _container ??= Open();

        public override ITaskStore Store => _container!.Store;

        public override ProbeContainer OpenKind(int number) =>
            new SqlTaskContainer<ProbeTask, ProbeResult>(_container!.Store, $"probe {number}", new ProbeMapper($"{table}_kind{number}"));

        public override DateTimeOffset UtcNow => (stoppedAt ?? TimeProvider.System.GetUtcNow()) + _shift;

        public override async ValueTask AdvanceAsync(TimeSpan by, CancellationToken cancellationToken)
        {
            _shift += by;
            await ExecuteAsync($"UPDATE {table}_clock SET shift = shift + {by.Ticks / 10}", cancellationToken);
            _time.Advance(by);
        }

        public override ValueTask<ProbeContainer> OpenAnotherAsync(TimeSpan clockAhead, CancellationToken cancellationToken) => new(Open());

        public override async ValueTask DisposeAsync()
        {
            await ExecuteAsync($"DROP TABLE IF EXISTS {table}, {table}_kind1, {table}_kind2, {table}_clock", CancellationToken.None);
            await base.DisposeAsync();
        }

        // Connections with the settings that the package makes for itself.
        private SqlTaskContainer<ProbeTask, ProbeResult> Open() =>
            new MySqlStore(TestEnvironment.MySqlOfContainers + ";Maximum Pool Size=10", Options).OpenAlone("probe", new ProbeMapper(table));
    }
}
