using System.Collections.Immutable;
using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.Tests.Shared;
using GeneratedScheduler.Storage;
using MySqlConnector;

namespace GeneratedScheduler.Sql.Tests.MySql;

/// <summary>What the way in which MySQL changes rows must not lead to.</summary>
public sealed class TransactionRunTests
{
    private static readonly ClaimRequest Request = new(ClaimantId.New(), TimeSpan.FromMinutes(1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_call_leaves_nothing_behind_on_its_connection()
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(MySqlTestStore.Kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await OpenAsync(store);
        NewTask<FirstMailTask> first = New();
        NewTask<FirstMailTask> second = New();
        await container.AddAsync(new[] { first }, default, Cancellation);

        // The counts of both are written before the row that is refused. The next call begins a transaction, which would commit what is open.
        for (int i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<DuplicateTaskException>(async () => await container.AddAsync(new[] { second, first }, default, Cancellation));
            await container.AddAsync(new[] { New() }, default, Cancellation);
        }

        Assert.Equal(11, (await container.CountAsync(Cancellation)).Waiting);
        Assert.Null((await container.GetAsync(new[] { second.Id }, Cancellation))[0]);
    }

    [Fact]
    public async Task A_transaction_that_was_left_open_is_not_committed_by_the_next_one()
    {
        string table = MySqlFixture.NewName("open");
        await MySqlFixture.ExecuteAsync($"CREATE TABLE {table} (id int PRIMARY KEY) ENGINE=InnoDB", Cancellation);
        await using MySqlConnections source = new(MySqlFixture.ConnectionString + ";Maximum Pool Size=1", TimeSpan.FromSeconds(10));
        await RunAsync(source, source.Begin + $"INSERT INTO {table} VALUES (1)");
        await RunAsync(source, source.Begin + "COMMIT");
        await using MySqlConnection connection = await source.OpenAsync(Cancellation);
        await using MySqlCommand count = new($"SELECT COUNT(*) FROM {table}", connection);
        Assert.Equal(0L, await count.ExecuteScalarAsync(Cancellation));
        await using MySqlCommand drop = new($"DROP TABLE {table}", connection);
        await drop.ExecuteNonQueryAsync(Cancellation);
    }

    [Fact]
    public async Task A_token_grows_even_if_the_numbers_it_is_made_of_begin_again()
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(MySqlTestStore.Kind);
        await using SqlTaskContainer<FirstMailTask, string> container = await OpenAsync(store);
        await container.AddAsync(new[] { New() }, default, Cancellation);
        long last = 0;
        for (int i = 0; i < 3; i++)
        {
            ClaimedTask<FirstMailTask>[] claimed = new ClaimedTask<FirstMailTask>[1];
            Assert.Equal(1, await container.ClaimAsync(Request, claimed, Cancellation));
            Assert.True(claimed[0].ClaimToken > last, $"{claimed[0].ClaimToken} after {last}");
            last = claimed[0].ClaimToken;
            bool[] accepted = new bool[1];
            await container.ApplyAsync(new[] { TaskTransition<string>.Release(claimed[0].Id, last) }, accepted, Cancellation);
            Assert.True(accepted[0]);
            await store.ExecuteAsync("TRUNCATE TABLE scheduler_counts");
        }
    }

    [Fact]
    public void Assignments_that_read_each_other_are_refused()
    {
        MySqlDialect dialect = new();
        ImmutableArray<SqlAssignment> swap = [new("a", dialect.Column("b")), new("b", dialect.Column("a"))];
        Assert.Throws<NotSupportedException>(() => AssignmentOrder.Sort(swap, dialect));
        Assert.Equal(["a", "b"], AssignmentOrder.Sort([new("b", "1"), new("a", dialect.Column("b"))], dialect).Select(a => a.Column));
    }

    private static NewTask<FirstMailTask> New() => new(TaskId.New(), new FirstMailTask("a", 1), EnqueueOptions.Default);

    private static async Task<SqlTaskContainer<FirstMailTask, string>> OpenAsync(SqlTestStore store)
    {
        SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition().OnTable("mail"));
        await container.InitializeAsync(Cancellation);
        return container;
    }

    private static async Task RunAsync(MySqlConnections source, string sql)
    {
        await using MySqlConnection connection = await source.OpenAsync(Cancellation);
        await using MySqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
