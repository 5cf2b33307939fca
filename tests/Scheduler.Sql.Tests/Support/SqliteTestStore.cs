using System.Data.Common;
using GeneratedScheduler.Sql.Sqlite;
using Microsoft.Data.Sqlite;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>A file of its own.</summary>
internal sealed class SqliteTestStore : SqlTestStore
{
    public const string Kind = "SQLite";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scheduler-sql-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "tasks.db");

    public override SqlTaskContainer<TTask, TResult> Open<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, Action<SqlContainerOptions>? configure = null)
    {
        SqliteContainerOptions options = new();
        configure?.Invoke(options);
        return new SqliteStore(Path, options).OpenAlone(definition);
    }

    public override SqlTaskDataPersister<TTask, TResult> OpenPersister<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, Action<SqlContainerOptions>? configure = null)
    {
        SqliteContainerOptions options = new();
        configure?.Invoke(options);
        return new SqliteStore(Path, options).OpenOutputsAlone(definition);
    }

    public override SchedulerBuilder SaveOutputs(SchedulerBuilder builder) => builder.SaveOutputsToSqlite(Path);

    public override async Task<DbConnection> ConnectAsync()
    {
        SqliteConnection connection = new($"Data Source={Path};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public override Task RefuseAsync(string table, string happening, string condition, string words, string code = "45000") => ExecuteAsync(
        $"CREATE TRIGGER refuse_{Guid.NewGuid():N} BEFORE {happening} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{words}'); END");

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
