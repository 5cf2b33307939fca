using System.Data.Common;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.PostgreSql;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MySqlConnector;
using Npgsql;

namespace GeneratedScheduler.Sql.Tests.Shared.Outages;

/// <summary>Connections are cut and the server goes away while tasks run and are enqueued: work goes on by itself, and nothing is lost.</summary>
public sealed class ServerOutageTests
{
    private const int Tasks = 240;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PostgreSqlTestStore.Kind)]
    [InlineData(MySqlTestStore.Kind)]
    public async Task Work_goes_on_after_cut_connections_and_a_restart(string kind)
    {
        await using OwnServer server = await OwnServer.StartNewAsync(kind);
        await using SqlTaskContainer<ChoreTask, int> container = Open(kind, server.ConnectionString);
        await container.InitializeAsync(Cancellation);
        await using ChoreScheduler chores = ChoreScheduler.Create(setup =>
        {
            setup.Container = container;
            setup.Options.Concurrency = 4;
            setup.Options.LeaseDuration = TimeSpan.FromSeconds(10);
            setup.Options.SchedulingInterval = TimeSpan.FromMilliseconds(200);
        });
        ChoreLife life = new(chores, Tasks);
        Task enqueuing = life.EnqueueAsync();
        for (int cut = 1; cut <= 3; cut++)
        {
            await life.RanAsync(cut * 40);

            // After the cut before, the next connections may not be open yet.
            await Eventually.IsTrueAsync(async () => await CutAsync(kind, server.ConnectionString) > 0, static () => "there was no connection to cut");
        }

        await life.RanAsync(160);
        await server.StopAsync();
        await life.IsAsync(HealthStatus.Unhealthy);

        // Those who enqueue may be done by now, or meet the outage as well.
        await Assert.ThrowsAsync<StoreUnavailableException>(() => chores.CountAsync(Cancellation).AsTask());
        await server.StartAsync();
        await enqueuing;
        await life.IsAllDoneAsync(container);
        await life.IsAsync(HealthStatus.Healthy);
    }

    private static SqlTaskContainer<ChoreTask, int> Open(string kind, string connectionString) => kind == PostgreSqlTestStore.Kind
        ? new PostgreSqlStore(connectionString + ";Maximum Pool Size=5").OpenAlone(ChoreScheduler.CreateDefinition())
        : new MySqlStore(connectionString + ";Maximum Pool Size=5").OpenAlone(ChoreScheduler.CreateDefinition());

    // All connections but the one that does it.
    private static async Task<int> CutAsync(string kind, string connectionString)
    {
        bool isPostgreSql = kind == PostgreSqlTestStore.Kind;
        await using DbConnection connection = isPostgreSql ? new NpgsqlConnection(connectionString + ";Pooling=False") : new MySqlConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync(Cancellation);
        List<string> ends = [];
        await using (DbCommand find = connection.CreateCommand())
        {
            find.CommandText = isPostgreSql
                ? "SELECT 'SELECT pg_terminate_backend(' || pid || ')' FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                : "SELECT CONCAT('KILL ', id) FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND user = 'scheduler'";
            await using DbDataReader reader = await find.ExecuteReaderAsync(Cancellation);
            while (await reader.ReadAsync(Cancellation))
            {
                ends.Add(reader.GetString(0));
            }
        }

        int cut = 0;
        foreach (string end in ends)
        {
            await using DbCommand command = connection.CreateCommand();
            command.CommandText = end;
            try
            {
                await command.ExecuteNonQueryAsync(Cancellation);
                cut++;
            }
            catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.NoSuchThread)
            {
                // It has ended by itself.
            }
        }

        return cut;
    }
}
