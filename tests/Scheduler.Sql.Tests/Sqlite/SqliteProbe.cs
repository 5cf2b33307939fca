using GeneratedScheduler.Conformance;
using GeneratedScheduler.Sql.Sqlite;
using GeneratedScheduler.Storage;
using Microsoft.Data.Sqlite;

namespace GeneratedScheduler.Sql.Tests.Sqlite;

/// <summary>A file with containers and plain connections over it, for tests that look behind the contract.</summary>
internal sealed class SqliteProbe : IAsyncDisposable
{
    private readonly TemporaryFile _file = new();
    private readonly List<IAsyncDisposable> _opened = [];

    public string Path => _file.Path;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static SqliteContainerOptions Options(int busySeconds = 30) =>
        new() { Synchronous = SqliteSynchronous.Normal, BusyTimeout = TimeSpan.FromSeconds(busySeconds) };

    public async Task<SqlTaskContainer<TTask, TResult>> OpenAsync<TTask, TResult>(
        TaskMapper<TTask, TResult> mapper, SqliteContainerOptions? options = null)
    {
        options ??= Options();
        SqlTaskContainer<TTask, TResult> container = new SqliteStore(Path, options).OpenAlone("probe", mapper);
        _opened.Add(container);
        await container.InitializeAsync(Cancellation);
        return container;
    }

    public Task<SqlTaskContainer<ProbeTask, ProbeResult>> OpenAsync(SqliteContainerOptions? options = null) => OpenAsync(new ProbeMapper("probe"), options);

    /// <summary>A connection as anybody else has it.</summary>
    public SqliteConnection Connect()
    {
        SqliteConnection connection = new($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    public object? Ask(string sql)
    {
        using SqliteConnection connection = Connect();
        return Ask(connection, sql);
    }

    public static object? Ask(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public static NewTask<ProbeTask> Task(int number = 1, TaskId? id = null, string? uniqueKey = null) =>
        new(id ?? TaskId.New(), new ProbeTask(number), new EnqueueOptions { UniqueKey = uniqueKey });

    public static async Task AddAsync<TTask, TResult>(SqlTaskContainer<TTask, TResult> container, params NewTask<TTask>[] tasks) =>
        await container.AddAsync(tasks, Memory<ITaskOutcomeSource<TResult>?>.Empty, Cancellation);

    public static async Task<ClaimedTask<TTask>[]> ClaimAsync<TTask, TResult>(SqlTaskContainer<TTask, TResult> container, int limit = 10)
    {
        ClaimedTask<TTask>[] claimed = new ClaimedTask<TTask>[limit];
        int count = await container.ClaimAsync(new ClaimRequest(ClaimantId.New(), TimeSpan.FromMinutes(1)), claimed, Cancellation);
        return claimed[..count];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable opened in _opened)
        {
            await opened.DisposeAsync();
        }

        _file.Dispose();
    }
}
