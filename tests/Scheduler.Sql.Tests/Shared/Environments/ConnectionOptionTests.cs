using GeneratedScheduler.Sql.MySql;
using GeneratedScheduler.Sql.PostgreSql;
using MySqlConnector;
using Npgsql;

namespace GeneratedScheduler.Sql.Tests.Shared.Environments;

/// <summary>Whatever an application's connection string says: tasks work, or the container is refused when it is made or initialized.</summary>
public sealed class ConnectionOptionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Options of MySqlConnector that change what is sent, how it is read, or how connections are kept.</summary>
    public static TheoryData<string> MySqlOptions =>
    [
        "AllowZeroDateTime=True", "ConvertZeroDateTime=True", "AllowZeroDateTime=True;ConvertZeroDateTime=True", "DateTimeKind=Local", "DateTimeKind=Utc",
        "TreatTinyAsBoolean=False", "GuidFormat=None", "GuidFormat=Char32", "GuidFormat=Binary16", "GuidFormat=LittleEndianBinary16", "OldGuids=True",
        "UseAffectedRows=True", "IgnorePrepare=False", "IgnoreCommandTransaction=True", "InteractiveSession=True", "NoBackslashEscapes=True", "AllowUserVariables=False",
        "ConnectionReset=True", "ConnectionReset=False", "Pooling=False", "Pipelining=False", "UseCompression=True", "ForceSynchronous=True", "CancellationTimeout=0",
        "CancellationTimeout=-1", "DefaultCommandTimeout=0", "UseXaTransactions=False", "ConnectionLifeTime=1", "MinimumPoolSize=3", "AutoEnlist=True", "Keepalive=1",
        "CharacterSet=latin1", "PersistSecurityInfo=True", "ServerRedirectionMode=Preferred",
    ];

    /// <summary>The same of Npgsql.</summary>
    public static TheoryData<string> PostgreSqlOptions =>
    [
        "Multiplexing=true", "Max Auto Prepare=0", "Max Auto Prepare=10;Auto Prepare Min Usages=1", "Enlist=true", "No Reset On Close=true", "No Reset On Close=false",
        "Pooling=false", "Timezone=Asia/Tokyo", "Keepalive=1", "Tcp Keepalive=true", "Minimum Pool Size=3", "Connection Lifetime=1", "Array Nullability Mode=Always",
        "Array Nullability Mode=PerInstance", "Encoding=iso-8859-1", "Client Encoding=LATIN1", "Load Table Composites=true", "Command Timeout=0", "Cancellation Timeout=0",
        "Cancellation Timeout=-1", "Read Buffer Size=4096", "Write Buffer Size=4096", "Include Error Detail=true", "Log Parameters=true",
        "Options=-c default_transaction_read_only=on", @"Options=-c default_transaction_isolation=serializable", "Options=-c quote_all_identifiers=on",
        "Options=-c standard_conforming_strings=off", "Options=-c statement_timeout=1", "Options=-c bytea_output=escape -c DateStyle=German -c IntervalStyle=sql_standard -c extra_float_digits=-15",
        "Options=-c enable_indexscan=off -c enable_nestloop=off", "Target Session Attributes=any", "Include Failed Batched Command=true",
    ];

    // An application may say how long its statements take.
    public static TheoryData<string> PostgreSqlOptionsOfApplications =>
        [.. PostgreSqlOptions.Select(row => row.Data).Where(options => !options.Contains("statement_timeout", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(MySqlOptions))]
    public async Task Of_mysqlconnector_for_connections_of_our_own(string options)
    {
        await using MySqlTestStore store = await MySqlTestStore.CreateAsync();
        await using SqlTaskContainer<FirstMailTask, string> container =
            MySqlTestStore.OpenAs($"{MySql.MySqlFixture.ConnectionString};Database={store.Database};{options}", FirstMailScheduler.CreateDefinition(), null);
        await Cycle.RunAsync(container);
    }

    [Theory, MemberData(nameof(MySqlOptions))]
    public async Task Of_mysqlconnector_for_connections_of_the_application(string options)
    {
        await using MySqlTestStore store = await MySqlTestStore.CreateAsync();
        await using MySqlDataSource source = new($"{MySql.MySqlFixture.ConnectionString};Database={store.Database};AllowUserVariables=True;{options}");
        try
        {
            await using SqlTaskContainer<FirstMailTask, string> container = new MySqlStore(source).OpenAlone(FirstMailScheduler.CreateDefinition());
            await Cycle.RunAsync(container);
        }
        catch (ArgumentException refused) when (refused.ParamName == "source")
        {
            Assert.Contains("connection string", refused.Message, StringComparison.Ordinal);
            Assert.Contains(options.Split('=')[0], refused.Message.Replace(" user variables", "UserVariables", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory, MemberData(nameof(PostgreSqlOptions))]
    public async Task Of_npgsql_for_connections_of_our_own(string options)
    {
        await using PostgreSqlTestStore store = await PostgreSqlTestStore.CreateAsync();
        await using SqlTaskContainer<FirstMailTask, string> container = new PostgreSqlStore($"{PostgreSql.PostgreSqlFixture.ConnectionString};{options}", new PostgreSqlContainerOptions { SchemaName = store.Schema }).OpenAlone(FirstMailScheduler.CreateDefinition());
        await Cycle.RunAsync(container);
    }

    [Theory, MemberData(nameof(PostgreSqlOptionsOfApplications))]
    public async Task Of_npgsql_for_connections_of_the_application(string options)
    {
        await using PostgreSqlTestStore store = await PostgreSqlTestStore.CreateAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"{PostgreSql.PostgreSqlFixture.ConnectionString};{options}");
        try
        {
            await using SqlTaskContainer<FirstMailTask, string> container = new PostgreSqlStore(source, new PostgreSqlContainerOptions { SchemaName = store.Schema }).OpenAlone(FirstMailScheduler.CreateDefinition());
            await Cycle.RunAsync(container);
        }
        catch (ArgumentException refused) when (refused.ParamName == "source")
        {
            Assert.Contains(options, refused.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory, InlineData(PostgreSqlTestStore.Kind), InlineData(MySqlTestStore.Kind)]
    public async Task A_pool_of_one_is_refused_with_the_number_that_is_needed(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = OpenWithPool(store, 1);
        SchedulerConfigurationException refused = await Assert.ThrowsAsync<SchedulerConfigurationException>(async () => await container.InitializeAsync(Cancellation));
        Assert.Contains("Maximum Pool Size=1, and at least 2", refused.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(2), InlineData(3)]
    public async Task A_pool_of_the_application_has_one_more_because_leases_keep_one(int size)
    {
        await using PostgreSqlTestStore postgres = await PostgreSqlTestStore.CreateAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(FormattableString.Invariant($"{PostgreSql.PostgreSqlFixture.ConnectionString};Maximum Pool Size={size}"));
        await using SqlTaskContainer<FirstMailTask, string> inPostgres = new PostgreSqlStore(source, new PostgreSqlContainerOptions { SchemaName = postgres.Schema }).OpenAlone(FirstMailScheduler.CreateDefinition());
        await CheckAsync(inPostgres);

        await using MySqlTestStore mySql = await MySqlTestStore.CreateAsync();
        await using MySqlDataSource other = new(FormattableString.Invariant(
            $"{MySql.MySqlFixture.ConnectionString};Database={mySql.Database};AllowUserVariables=True;Maximum Pool Size={size}"));
        await using SqlTaskContainer<FirstMailTask, string> inMySql = new MySqlStore(other).OpenAlone(FirstMailScheduler.CreateDefinition());
        await CheckAsync(inMySql);

        async Task CheckAsync(SqlTaskContainer<FirstMailTask, string> container)
        {
            if (size == 3)
            {
                await Cycle.RunAsync(container);
                return;
            }

            SchedulerConfigurationException refused = await Assert.ThrowsAsync<SchedulerConfigurationException>(async () => await container.InitializeAsync(Cancellation));
            Assert.Contains("Maximum Pool Size=2, and at least 3", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData(PostgreSqlTestStore.Kind), InlineData(MySqlTestStore.Kind)]
    public async Task A_pool_of_two_is_enough(string kind)
    {
        await using SqlTestStore store = await SqlTestStore.CreateAsync(kind);
        await using SqlTaskContainer<FirstMailTask, string> container = OpenWithPool(store, 2);
        await Cycle.RunAsync(container);
    }

    [Fact]
    public async Task A_connection_string_of_mysql_without_a_database_is_refused()
    {
        MySqlConnectionStringBuilder settings = new(MySql.MySqlFixture.ConnectionString) { Database = "" };
        await using SqlTaskContainer<FirstMailTask, string> container =
            MySqlTestStore.OpenAs(settings.ConnectionString, FirstMailScheduler.CreateDefinition(), null);
        SchedulerConfigurationException refused = await Assert.ThrowsAsync<SchedulerConfigurationException>(async () => await container.InitializeAsync(Cancellation));
        Assert.Contains("Database=", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_of_postgresql_that_is_not_there_is_told_with_the_statement_that_creates_it()
    {
        await using PostgreSqlTestStore store = await PostgreSqlTestStore.CreateAsync();
        string missing = store.Schema + "_missing";
        await using SqlTaskContainer<FirstMailTask, string> container = new PostgreSqlStore(PostgreSql.PostgreSqlFixture.ConnectionString, new PostgreSqlContainerOptions { SchemaName = missing }).OpenAlone(FirstMailScheduler.CreateDefinition());
        SqlSchemaException told = await Assert.ThrowsAsync<SqlSchemaException>(async () => await container.InitializeAsync(Cancellation));
        await store.ExecuteAsync(told.Sql);
        await Cycle.RunAsync(container);
        await store.ExecuteAsync($"DROP SCHEMA {missing} CASCADE");
    }

    [Theory]
    [InlineData("8.0.36", true), InlineData("8.4.0-log", true), InlineData("8.0.mysql_aurora.3.05", true), InlineData("10.11.6-MariaDB-0+deb12u1", true)]
    [InlineData("5.5.5-10.11.6-MariaDB", true), InlineData("8.0.18", false), InlineData("5.7.44-log", false), InlineData("10.6.1-MariaDB", false), InlineData("5.5.5-10.3.2-MariaDB", false)]
    public void Old_servers_are_refused(string version, bool isTaken) => Assert.Equal(isTaken, MySqlStartCheck.ProblemOf(version) is null);

    private static SqlTaskContainer<FirstMailTask, string> OpenWithPool(SqlTestStore store, int size) => store is PostgreSqlTestStore { Schema: var schema }
        ? new PostgreSqlStore(FormattableString.Invariant($"{PostgreSql.PostgreSqlFixture.ConnectionString};Maximum Pool Size={size}"), new() { SchemaName = schema }).OpenAlone(FirstMailScheduler.CreateDefinition())
        : MySqlTestStore.OpenAs(
            FormattableString.Invariant($"{MySql.MySqlFixture.ConnectionString};Database={((MySqlTestStore)store).Database};Maximum Pool Size={size}"), FirstMailScheduler.CreateDefinition(), null);
}
