using System.Data.Common;

namespace GeneratedScheduler.Reliability.Stores;

/// <summary>A real database for one run, and what only its kind can do.</summary>
internal abstract class Store : IAsyncDisposable
{
    /// <summary>For the harness itself: straight to the database.</summary>
    public string Connection { get; protected set; } = "";

    /// <summary>For workers, whose connections can be cut half-open if there is a server.</summary>
    public virtual string WorkerConnection => Connection;

    /// <summary>Makes a table in which the database itself writes down each step of each task, and one of the application's own.</summary>
    public abstract IReadOnlyList<string> AuditSchema { get; }

    public abstract Task StartAsync(CancellationToken cancellationToken);

    public abstract DbConnection MakeConnection();

    /// <summary>Ends about half of the connections at the server.</summary>
    public virtual Task TerminateBackendsAsync() => throw new NotSupportedException();

    /// <summary>Stops the server without a warning, and starts it again.</summary>
    public virtual Task RestartAsync() => throw new NotSupportedException();

    /// <summary>From now on about half of the workers' connections carry nothing more, and nobody closes them.</summary>
    public virtual void CutHalfOpen(Random random) => throw new NotSupportedException();

    public abstract ValueTask DisposeAsync();

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        DbConnection connection = MakeConnection();
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task ExecuteAsync(IEnumerable<string> commands, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (string text in commands)
        {
            await using DbCommand command = connection.CreateCommand();
            command.CommandText = text;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<List<T>> ReadAsync<T>(string text, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = text;
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
