using System.Globalization;
using GeneratedScheduler.Benchmarks.Systems;
using MySqlConnector;

namespace GeneratedScheduler.Benchmarks.Measuring;

/// <summary>Counts of the whole MySQL or MariaDB server, on which nobody else works.</summary>
/// <remarks>
/// Statements are <c>Questions</c>: what clients sent, each statement of a text by itself, BEGIN and COMMIT included; one of a stored program is not.
/// Its own are taken off. Commits are not counted: <c>Com_commit</c> does not know of those that a statement alone makes.
/// </remarks>
internal sealed class MySqlMeter : StoreMeter
{
    private readonly MySqlConnection _connection = new($"{DurableStores.MySqlConnectionString};Pooling=false");
    private long _own;

    public override Task<StoreCounts> ReadAsync(CancellationToken cancellationToken) => CountAsync(cancellationToken);

    public override async Task<StoreCounts> CountAsync(CancellationToken cancellationToken) =>
        new(null, await AskAsync("SHOW GLOBAL STATUS LIKE 'Questions'", column: 1, cancellationToken) - _own);

    public override async Task<int> CountConnectionsAsync(CancellationToken cancellationToken) =>
        (int)await AskAsync("SELECT count(*) FROM information_schema.processlist WHERE db = database() AND id <> connection_id()", column: 0, cancellationToken);

    public override ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<long> AskAsync(string question, int column, CancellationToken cancellationToken)
    {
        if (_connection.State != System.Data.ConnectionState.Open)
        {
            await _connection.OpenAsync(cancellationToken);
        }

        // The answer counts the question.
        _own++;
        await using MySqlCommand command = new(question, _connection);
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);
    }
}
