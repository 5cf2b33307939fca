using GeneratedScheduler.Sql.Tests.MySql;
using GeneratedScheduler.Sql.Tests.PostgreSql;
using GeneratedScheduler.Storage;
using MySqlConnector;
using Npgsql;

namespace GeneratedScheduler.Sql.Tests.Shared.Schema;

/// <summary>With <see cref="SchemaMode.Check"/> a container needs no right to change the schema, and changes none.</summary>
public sealed class RightsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_rights_that_the_guide_names_are_enough_in_postgresql()
    {
        await using PostgreSqlTestStore store = await PostgreSqlTestStore.CreateAsync();
        string account = PostgreSqlFixture.NewName("limited");
        await store.ExecuteAsync($"CREATE ROLE {account} LOGIN; GRANT USAGE ON SCHEMA {store.Schema} TO {account}");
        try
        {
            string limited = new NpgsqlConnectionStringBuilder(PostgreSqlFixture.ConnectionString) { Username = account }.ConnectionString;
            await using SqlTaskContainer<FirstMailTask, string> container = store.OpenAs(limited, FirstMailScheduler.CreateDefinition(), Check);
            SqlSchemaException missing = await Assert.ThrowsAsync<SqlSchemaException>(async () => await container.InitializeAsync(Cancellation));
            await store.ExecuteAsync(missing.Sql);
            await store.ExecuteAsync(
                $"GRANT SELECT, INSERT, UPDATE, DELETE ON mail_first, scheduler_counts, scheduler_processes TO {account}; GRANT USAGE ON SEQUENCE scheduler_claim_tokens TO {account}");
            await LiveAsync(container);

            // It really may not: the same account without Check.
            await using SqlTaskContainer<OptionalMailTask, string> creating =
                store.OpenAs(limited, OptionalMailScheduler.CreateDefinition(), _ => { });
            SqlSchemaException refused = await Assert.ThrowsAsync<SqlSchemaException>(async () => await creating.InitializeAsync(Cancellation));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Assert.IsType<PostgresException>(refused.InnerException).SqlState);
            await store.ExecuteAsync(refused.Sql);
            await store.ExecuteAsync($"GRANT SELECT, INSERT, UPDATE, DELETE ON mail_optional TO {account}");
            await creating.InitializeAsync(Cancellation);
        }
        finally
        {
            await store.ExecuteAsync($"DROP OWNED BY {account}; DROP ROLE {account}");
        }
    }

    [Fact]
    public async Task The_rights_that_the_guide_names_are_enough_in_mariadb()
    {
        await using MySqlTestStore store = await MySqlTestStore.CreateAsync();
        string account = MySqlFixture.NewName("limited");
        await store.ExecuteAsync($"CREATE USER '{account}'@'localhost' IDENTIFIED BY 'secret'");
        try
        {
            await store.ExecuteAsync($"GRANT SELECT, INSERT, UPDATE, DELETE ON {store.Database}.* TO '{account}'@'localhost'");
            string limited = new MySqlConnectionStringBuilder(MySqlFixture.ConnectionString)
            {
                UserID = account,
                Password = "secret",
                Database = store.Database,
            }.ConnectionString;
            await using SqlTaskContainer<FirstMailTask, string> container = MySqlTestStore.OpenAs(limited, FirstMailScheduler.CreateDefinition(), Check);
            SqlSchemaException missing = await Assert.ThrowsAsync<SqlSchemaException>(async () => await container.InitializeAsync(Cancellation));
            await store.ExecuteAsync(missing.Sql);
            await LiveAsync(container);

            // It really may not: the same account without Check.
            await using SqlTaskContainer<OptionalMailTask, string> creating =
                MySqlTestStore.OpenAs(limited, OptionalMailScheduler.CreateDefinition(), _ => { });
            SqlSchemaException refused = await Assert.ThrowsAsync<SqlSchemaException>(async () => await creating.InitializeAsync(Cancellation));
            Assert.Equal(MySqlErrorCode.TableAccessDenied, Assert.IsType<MySqlException>(refused.InnerException).ErrorCode);
            await store.ExecuteAsync(refused.Sql);
            await creating.InitializeAsync(Cancellation);
        }
        finally
        {
            await store.ExecuteAsync($"DROP USER '{account}'@'localhost'");
        }
    }

    [Fact]
    public async Task The_schema_of_a_file_stays_as_it_is()
    {
        await using SqliteTestStore store = new();
        await using (await store.OpenReadyAsync(FirstMailScheduler.CreateDefinition()))
        {
            // Makes the table.
        }

        // Counts every change of the schema, also one that is taken back.
        string? before = Assert.Single(await store.QueryAsync("PRAGMA schema_version"));
        await using (SqlTaskContainer<FirstMailTask, string> container = store.Open(FirstMailScheduler.CreateDefinition(), Check))
        {
            await LiveAsync(container);
        }

        Assert.Equal(before, Assert.Single(await store.QueryAsync("PRAGMA schema_version")));
    }

    private static void Check(SqlContainerOptions options)
    {
        options.Schema = SchemaMode.Check;
        options.MaintenanceInterval = TimeSpan.FromMilliseconds(10);
        options.Retention.SucceededCount = 1;
    }

    // All that a container does, its upkeep included.
    private static async Task LiveAsync(SqlTaskContainer<FirstMailTask, string> container)
    {
        await container.InitializeAsync(Cancellation);
        TaskId[] ids = await container.AddAsync(new FirstMailTask("a", 1), new FirstMailTask("b", 2), new FirstMailTask("c", 3));
        ClaimedTask<FirstMailTask>[] claimed = new ClaimedTask<FirstMailTask>[3];
        ClaimRequest request = new(ClaimantId.New(), TimeSpan.FromMinutes(1));
        Assert.Equal(3, await container.ClaimAsync(request, claimed, Cancellation));
        ClaimKey[] held = [.. claimed.Select(c => new ClaimKey(c.Id, c.ClaimToken))];
        Assert.Empty((await container.RenewAsync(new RenewRequest(request.Claimant, held, TimeSpan.FromMinutes(5)), Cancellation)).Lost);
        await container.RescueAsync(new RescueRequest(canReattach: false, maxLosses: 3, limit: 10), Cancellation);
        await container.ApplyAsync([.. claimed.Take(2).Select(c => TaskTransition<string>.Succeed(c.Id, c.ClaimToken, "done"))]);
        await container.ApplyAsync(TaskTransition<string>.Stop(ids[2], claimed[2].ClaimToken));
        ITaskStore store = ((ISqlContainer)container).Store;
        ProcessAnnouncement process = new(Guid.NewGuid(), request.Claimant, "here", 1, new Dictionary<string, int>(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        await store.AnnounceProcessAsync(process, Cancellation);
        Assert.Single(await store.ListProcessesAsync(Cancellation));
        await store.WithdrawProcessAsync(process.Id, Cancellation);
        CommandResult[] deleted = new CommandResult[1];
        await container.ExecuteAsync(TaskCommand.Delete, new[] { ids[2] }, deleted, Cancellation);
        Assert.Equal(CommandOutcome.Done, deleted[0].Outcome);
        await Eventually.IsTrueAsync(
            async () => await container.CountAsync(Cancellation) is { Succeeded: 1, Finished: 1, Unfinished: 0 }, () => "the older of two that succeeded is removed");
    }
}
