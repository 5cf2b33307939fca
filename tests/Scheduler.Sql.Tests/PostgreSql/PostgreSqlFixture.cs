using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.PostgreSql;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace GeneratedScheduler.Sql.Tests.PostgreSql;

/// <summary>Containers in a real PostgreSQL, each with a table and a clock of its own.</summary>
/// <param name="stoppedAt">Where the clock stands until it is advanced; <see langword="null"/> for one that goes by itself.</param>
internal sealed class PostgreSqlFixture(DateTimeOffset? stoppedAt = null) : IContainerFixture
{
    private static int _count;

    public static PostgreSqlFixture Instance { get; } = new();

    /// <summary>For tests that compare every moment with a model, or with another look at the clock.</summary>
    public static PostgreSqlFixture WithStoppedClock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public ContainerTraits Traits => ContainerTraits.Clock | ContainerTraits.Priorities | ContainerTraits.Fifo | ContainerTraits.Shared | ContainerTraits.Wakes
        | ContainerTraits.Committing;

    public static string ConnectionString => TestServers.Require(TestServers.PostgreSql, "PostgreSQL");

    /// <summary>A name that no other test uses, also not one that runs at the same time in another process.</summary>
    public static string NewName(string stem) => $"{stem}_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";

    public async ValueTask<ContainerUnderTest> CreateAsync(ContainerSetup setup, CancellationToken cancellationToken)
    {
        string table = NewName("probe");
        NpgsqlDataSource source = NpgsqlDataSource.Create(ConnectionString);
        await ExecuteAsync(source, $"CREATE TABLE {table}_clock (shift interval NOT NULL); INSERT INTO {table}_clock VALUES ('0')", cancellationToken);
        return new Subject(source, table, stoppedAt);
    }

    public static async Task ExecuteAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class Subject(NpgsqlDataSource source, string table, DateTimeOffset? stoppedAt) : ContainerUnderTest
    {
        // The timers of the container follow the clock of the store.
        private readonly FakeTimeProvider _time = new();
        private PostgreSqlContainerOptions? _options;

        private PostgreSqlContainerOptions Options => _options ??= new()
        {
            TimeProvider = _time,
            Clock = $"({(stoppedAt is { } moment ? $"timestamptz '{moment:u}'" : "statement_timestamp()")} + (SELECT shift FROM {table}_clock))",
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
            await using NpgsqlCommand command = source.CreateCommand($"UPDATE {table}_clock SET shift = shift + $1");
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = by });
            await command.ExecuteNonQueryAsync(cancellationToken);
            _time.Advance(by);
        }

        public override ValueTask<ProbeContainer> OpenAnotherAsync(TimeSpan clockAhead, CancellationToken cancellationToken) => new(Open());

        public override async ValueTask DisposeAsync()
        {
            await ExecuteAsync(source, $"DROP TABLE IF EXISTS {table}, {table}_kind1, {table}_kind2, {table}_clock", CancellationToken.None);
            await source.DisposeAsync();
            await base.DisposeAsync();
        }

        // Connections with the settings that the package makes for itself.
        private SqlTaskContainer<ProbeTask, ProbeResult> Open() =>
            new PostgreSqlStore(TestEnvironment.PostgreSqlOfContainers + ";Maximum Pool Size=10", Options).OpenAlone("probe", new ProbeMapper(table));
    }
}
