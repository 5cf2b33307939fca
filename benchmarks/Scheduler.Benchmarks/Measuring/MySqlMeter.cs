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

    public override async Task<StoreCounts> ReadAsync(CancellationToken cancellationToken)
    {
        if (_connection.State != System.Data.ConnectionState.Open)
        {
            await _connection.OpenAsync(cancellationToken);
        }

        // The answer counts the question.
        _own++;
        await using MySqlCommand command = new("SHOW GLOBAL STATUS LIKE 'Questions'", _connection);
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(null, long.Parse(reader.GetString(1), CultureInfo.InvariantCulture) - _own);
    }

    public override ValueTask DisposeAsync() => _connection.DisposeAsync();
}
