using System.Net;
using System.Net.Sockets;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.PostgreSql;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MySqlConnector;
using Npgsql;

namespace GeneratedScheduler.Sql.Tests.Shared.Environments;

/// <summary>A database that cannot be used is one exception for callers, whatever its provider throws, and makes the application unhealthy.</summary>
public sealed class UnavailableTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(PostgreSqlTestStore.Kind), InlineData(MySqlTestStore.Kind)]
    public async Task Nobody_listens(string kind)
    {
        await using SqlTaskContainer<FirstMailTask, string> container = OpenAt(kind, "127.0.0.1", FreePort());
        StoreUnavailableException exception = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await container.InitializeAsync(Cancellation));
        Assert.False(exception.MayHaveChanged);
        Assert.Contains(Causes(exception), e => e is NpgsqlException or MySqlException or SocketException);
        await using FirstMailScheduler scheduler = FirstMailScheduler.Create(setup => setup.Container = OpenAt(kind, "127.0.0.1", FreePort()));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await scheduler.EnqueueAsync("a", 1, cancellationToken: Cancellation));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await scheduler.CountAsync(Cancellation));
    }

    [Theory, InlineData(PostgreSqlTestStore.Kind), InlineData(MySqlTestStore.Kind)]
    public async Task The_name_cannot_be_resolved(string kind)
    {
        await using SqlTaskContainer<FirstMailTask, string> container = OpenAt(kind, "nobody.invalid", 1);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await container.InitializeAsync(Cancellation));
    }

    [Theory, InlineData(PostgreSqlTestStore.Kind), InlineData(MySqlTestStore.Kind)]
    public async Task Somebody_hangs_up_on_everybody(string kind)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task hangingUp = HangUpAsync(listener, stopping.Token);
        await using (SqlTaskContainer<FirstMailTask, string> container = OpenAt(kind, "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port))
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await container.InitializeAsync(Cancellation));
        }

        await stopping.CancelAsync();
        await hangingUp;
    }

    [Theory, InlineData(PostgreSqlTestStore.Kind), InlineData(MySqlTestStore.Kind)]
    public async Task Nobody_is_let_in(string kind)
    {
        await using SqlTaskContainer<FirstMailTask, string> container = kind == PostgreSqlTestStore.Kind
            ? new PostgreSqlStore(new NpgsqlConnectionStringBuilder(PostgreSql.PostgreSqlFixture.ConnectionString) { Database = "not_there" }.ConnectionString).OpenAlone(FirstMailScheduler.CreateDefinition())
            : new MySqlStore(new MySqlConnectionStringBuilder(MySql.MySqlFixture.ConnectionString) { Password = "wrong" }.ConnectionString).OpenAlone(FirstMailScheduler.CreateDefinition());
        StoreUnavailableException exception = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await container.InitializeAsync(Cancellation));
        Assert.False(exception.MayHaveChanged);
        Assert.True(exception.InnerException is PostgresException or MySqlException, $"{exception.InnerException}");
    }

    [Theory, InlineData(PostgreSqlTestStore.Kind), InlineData(MySqlTestStore.Kind)]
    public async Task The_application_is_unhealthy(string kind)
    {
        await using FirstMailScheduler scheduler = FirstMailScheduler.Create(setup => setup.Container = OpenAt(kind, "127.0.0.1", FreePort()));
        scheduler.Start();
        await Eventually.IsTrueAsync(() => scheduler.GetStatus().IsStoreUnavailable, () => "the status says that the store is away");
        HealthCheckResult health = await new SchedulerHealthCheck([scheduler]).CheckHealthAsync(new HealthCheckContext(), Cancellation);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains(nameof(StoreUnavailableException), health.Description, StringComparison.Ordinal);
    }

    private static SqlTaskContainer<FirstMailTask, string> OpenAt(string kind, string host, int port) => kind == PostgreSqlTestStore.Kind
        ? new PostgreSqlStore(FormattableString.Invariant($"Host={host};Port={port};Username=u;Database=d")).OpenAlone(FirstMailScheduler.CreateDefinition())
        : new MySqlStore(FormattableString.Invariant($"Server={host};Port={port};User ID=u;Password=p;Database=d")).OpenAlone(FirstMailScheduler.CreateDefinition());

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task HangUpAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using Socket caller = await listener.AcceptSocketAsync(cancellationToken);
                caller.Close(timeout: 0);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (Exception? cause = exception.InnerException; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
