using GeneratedScheduler.Sql.PostgreSql;
using Npgsql;

namespace GeneratedScheduler.Sql.Tests.Shared.Environments;

/// <summary>PostgreSQL behind PgBouncer in transaction mode: two statements of one connection need not come to the same session of the server.</summary>
/// <remarks>The conformance suite runs there too: see the environment <c>pgbouncer</c> in <c>test.sh</c>.</remarks>
public sealed class PoolerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Pooler => TestServers.Require(TestServers.PgBouncer, "PgBouncer");

    [Theory]
    [InlineData(""), InlineData("Max Auto Prepare=10;Auto Prepare Min Usages=1"), InlineData("Options=-c statement_timeout=1"), InlineData("Maximum Pool Size=2"), InlineData("Pooling=false")]
    public async Task Connections_of_our_own_work(string options)
    {
        await using PostgreSqlTestStore store = await PostgreSqlTestStore.CreateAsync();
        await using SqlTaskContainer<FirstMailTask, string> container =
            new PostgreSqlStore($"{Pooler};{options}", new PostgreSqlContainerOptions { SchemaName = store.Schema }).OpenAlone(FirstMailScheduler.CreateDefinition());
        await Cycle.RunAsync(container);
    }

    [Theory, InlineData(""), InlineData("No Reset On Close=true"), InlineData("Enlist=true;Pooling=false")]
    public async Task Connections_of_the_application_work(string options)
    {
        await using PostgreSqlTestStore store = await PostgreSqlTestStore.CreateAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"{Pooler};{options}");
        await using SqlTaskContainer<FirstMailTask, string> container =
            new PostgreSqlStore(source, new PostgreSqlContainerOptions { SchemaName = store.Schema }).OpenAlone(FirstMailScheduler.CreateDefinition());
        await Cycle.RunAsync(container);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Tasks_run_in_several_processes_that_start_at_once(bool isOfApplication)
    {
        await using PostgreSqlTestStore store = await PostgreSqlTestStore.CreateAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(Pooler);
        FirstMailScheduler[] schedulers = [.. Enumerable.Range(0, 3).Select(_ => FirstMailScheduler.Create(setup =>
        {
            PostgreSqlContainerOptions options = new() { SchemaName = store.Schema };
            setup.Container = isOfApplication ? new PostgreSqlStore(source, options).OpenAlone(setup.Definition) : new PostgreSqlStore(Pooler, options).OpenAlone(setup.Definition);
            setup.Options.StatusInterval = setup.Options.SchedulingInterval = TimeSpan.FromMilliseconds(50);
        }))];
        try
        {
            TaskHandle<string>[] handles = await Task.WhenAll(Enumerable.Range(0, 60).Select(
                i => schedulers[i % 3].EnqueueAsync("pooled", i, cancellationToken: Cancellation).AsTask()));
            await Task.WhenAll(handles.Select(h => h.Completion)).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
            Assert.Equal(60, (await schedulers[0].CountAsync(Cancellation)).Succeeded);
        }
        finally
        {
            foreach (FirstMailScheduler scheduler in schedulers)
            {
                await scheduler.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task A_transaction_of_the_application_takes_tasks_along()
    {
        await using PostgreSqlTestStore store = await PostgreSqlTestStore.CreateAsync();
        await using FirstMailScheduler scheduler = FirstMailScheduler.Create(setup =>
        {
            setup.Options.RunTasks = false;
            setup.Container = new PostgreSqlStore(Pooler, new PostgreSqlContainerOptions { SchemaName = store.Schema }).OpenAlone(setup.Definition);
        });
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(Pooler);
        foreach (bool isCommitted in new[] { false, true })
        {
            await using NpgsqlConnection connection = await source.OpenConnectionAsync(Cancellation);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
            await scheduler.EnqueueAsync(transaction, "mine", 1, cancellationToken: Cancellation);
            await (isCommitted ? transaction.CommitAsync(Cancellation) : transaction.RollbackAsync(Cancellation));
            Assert.Equal(isCommitted ? 1 : 0, (await scheduler.CountAsync(Cancellation)).Waiting);
        }
    }
}
