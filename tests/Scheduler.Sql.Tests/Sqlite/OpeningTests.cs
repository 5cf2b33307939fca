using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.Sqlite;
using Microsoft.Data.Sqlite;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

public sealed class OpeningTests
{
    [Theory]
    [InlineData(":memory:", "in memory")]
    [InlineData("Data Source=:memory:", "in memory")]
    [InlineData("Data Source=x;Mode=Memory;Cache=Shared", "in memory")]
    [InlineData("file:tasks.db", "URI")]
    [InlineData("Data Source=tasks.db;Mode=ReadOnly", "ReadOnly")]
    [InlineData("Data Source=tasks.db;Cache=Shared", "Cache=Shared")]
    [InlineData("Data Source=tasks.db;Colour=Blue", "connection string")]
    public void What_is_no_file_for_tasks_is_refused_at_once(string database, string problem)
    {
        SqliteFileException refused = Assert.Throws<SqliteFileException>(() => new SqliteDatabase(SqliteLocation.From(database, new())));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        using TemporaryFile file = new();
        await RefusesAsync(Path.Combine(file.Folder, "missing", "tasks.db"), "missing' is not there");
    }

    [Fact]
    public async Task A_password_is_refused_where_the_library_cannot_encrypt()
    {
        using TemporaryFile file = new();
        await RefusesAsync($"Data Source={file.Path};Password=secret", "Leave Password out");
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        using TemporaryFile file = new();
        await RefusesAsync(file.Folder, "it is a folder");
    }

    [Fact]
    public async Task A_file_of_something_else_is_left_alone()
    {
        using TemporaryFile file = new();
        string text = new('x', 5_000);
        await File.WriteAllTextAsync(file.Path, text, SqliteProbe.Cancellation);
        await RefusesAsync(file.Path, "no SQLite database");
        Assert.Equal(text, await File.ReadAllTextAsync(file.Path, SqliteProbe.Cancellation));
    }

    [Fact]
    public async Task A_damaged_file_says_how_to_recover()
    {
        await using SqliteProbe store = new();
        await using (SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync())
        {
            await SqliteProbe.AddAsync(container, [.. Enumerable.Range(0, 500).Select(i => SqliteProbe.Task(i))]);
        }

        byte[] bytes = await File.ReadAllBytesAsync(store.Path, SqliteProbe.Cancellation);
        bytes.AsSpan(100).Fill(0x5A);
        await File.WriteAllBytesAsync(store.Path, bytes, SqliteProbe.Cancellation);
        await RefusesAsync(store.Path, ".recover");
    }

    [Fact]
    public async Task Checking_makes_no_file()
    {
        using TemporaryFile file = new();
        await RefusesAsync(file.Path, "is not there", new() { Schema = SchemaMode.Check });
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public async Task Checking_prints_the_sql_that_is_missing_and_it_runs()
    {
        await using SqliteProbe store = new();
        using (SqliteConnection connection = store.Connect())
        {
            SqlSchemaException missing = await Assert.ThrowsAsync<SqlSchemaException>(() => store.OpenAsync(new SqliteContainerOptions { Schema = SchemaMode.Check }));
            SqliteProbe.Ask(connection, missing.Sql);
        }

        SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync(new SqliteContainerOptions { Schema = SchemaMode.Check });
        await SqliteProbe.AddAsync(container, SqliteProbe.Task());
    }

    [Fact]
    public async Task A_column_that_no_row_may_leave_empty_is_refused_with_sql_that_mends_it()
    {
        await using SqliteProbe store = new();
        await using (SqlTaskContainer<ProbeTask, ProbeResult> container = await store.OpenAsync())
        {
            // Into an empty table SQLite adds such a column only with a default.
            store.Ask("ALTER TABLE probe RENAME TO gone; DROP TABLE gone");
        }

        using (SqliteConnection connection = store.Connect())
        {
            string script = (await MakeScriptAsync()).Replace("\"text\" TEXT,", "\"text\" TEXT, \"old \"\"one\" TEXT NOT NULL,", StringComparison.Ordinal);
            SqliteProbe.Ask(connection, script);
            SqliteProbe.Ask(connection, "INSERT INTO probe (task_id, task_state, task_ready, task_not_before, task_created_at, number, \"old \"\"one\") VALUES ('x', 4, 0, '', '', 1, 'kept')");
        }

        SqlSchemaException refused = await Assert.ThrowsAsync<SqlSchemaException>(() => store.OpenAsync());
        Assert.Contains("old \"one", refused.Message, StringComparison.Ordinal);
        store.Ask(refused.Sql);
        SqlTaskContainer<ProbeTask, ProbeResult> mended = await store.OpenAsync();
        await SqliteProbe.AddAsync(mended, SqliteProbe.Task());
        Assert.Equal(1L, store.Ask("SELECT count(*) FROM probe WHERE \"old \"\"one\" = 'kept'"));
    }

    [Theory]
    [InlineData(13, "disk is full")]
    [InlineData(8, "may not be written")]
    [InlineData(10, "reading or writing failed")]
    public void What_the_disk_refuses_is_explained(int code, string problem) =>
        Assert.Contains(problem, SqliteErrors.From(new SqliteException("error", code, code), "tasks.db").Message, StringComparison.Ordinal);

    [Fact]
    public async Task Many_who_start_at_once_make_one_schema()
    {
        for (int round = 0; round < 5; round++)
        {
            await using SqliteProbe store = new();
            // Different settings share no connection, as different processes do.
            SqlTaskContainer<ProbeTask, ProbeResult>[] containers = [.. Enumerable.Range(60, 10).Select(seconds => Make(store.Path, SqliteProbe.Options(seconds)))];
            await Task.WhenAll(containers.Select(c => Task.Run(async () => await c.InitializeAsync(SqliteProbe.Cancellation))));
            await Task.WhenAll(containers.Select((c, i) => SqliteProbe.AddAsync(c, SqliteProbe.Task(i))));
            Assert.Equal(10, (await containers[0].CountAsync(SqliteProbe.Cancellation)).Waiting);
            foreach (SqlTaskContainer<ProbeTask, ProbeResult> container in containers)
            {
                await container.DisposeAsync();
            }

            Assert.False(File.Exists(store.Path + "-wal"));
        }
    }

    private static async Task<string> MakeScriptAsync()
    {
        using TemporaryFile file = new();
        await using SqlTaskContainer<ProbeTask, ProbeResult> container = Make(file.Path, new());
        return container.ScriptSchema();
    }

    private static async Task RefusesAsync(string path, string problem, SqliteContainerOptions? options = null)
    {
        await using SqlTaskContainer<ProbeTask, ProbeResult> container = Make(path, options ?? new());
        SqliteFileException refused = await Assert.ThrowsAsync<SqliteFileException>(() => container.InitializeAsync(SqliteProbe.Cancellation).AsTask());
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    private static SqlTaskContainer<ProbeTask, ProbeResult> Make(string path, SqliteContainerOptions options) =>
        new SqliteStore(path, options).OpenAlone("probe", new ProbeMapper("probe"));
}
