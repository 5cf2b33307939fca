using System.Data;
using System.Data.Common;
using GeneratedScheduler.Storage;

// "await using" of a local has no place for ConfigureAwait. Nothing is lost: the awaits in between have left the caller's context.
#pragma warning disable CA2007

namespace GeneratedScheduler.Sql;

/// <summary>
/// The kept counts of a table on a server: the sum of its rows in <c>scheduler_counts</c>, to which each transaction that moves tasks adds one.
/// </summary>
/// <remarks>
/// One of the rows is the base: it says that everything before the others is counted. If it is not there, somebody has dropped or emptied the counts, and
/// whatever was added since is a part only; so the table is counted.
/// </remarks>
internal abstract class KeptCounts<TConnection, TTransaction>
    where TConnection : DbConnection
    where TTransaction : DbTransaction
{
    /// <summary>The most rows that one statement should lock.</summary>
    protected const int MostFolded = 10_000;

    // How often counting is repeated because rows were folded meanwhile, which happens once in each interval of maintenance.
    private const int MostAttempts = 10;

    /// <summary>The table, as SQL has it.</summary>
    protected abstract string Counts { get; }

    /// <summary>The parameter of <see cref="Command"/>, as SQL has it.</summary>
    protected abstract string Parameter { get; }

    /// <summary>The type of a sum.</summary>
    protected abstract string IntegerType { get; }

    public async ValueTask<TaskCounts> ReadAsync(string table, CancellationToken cancellationToken)
    {
        await using TConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        string sums = string.Join(", ", CountsTable.States.Select(state => $"CAST(COALESCE(SUM({state}), 0) AS {IntegerType})"));
        await using DbCommand command = Command(connection, null, $"SELECT {sums} FROM {Counts} WHERE task_table = {Parameter}", table);
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new TaskCounts
        {
            Unstarted = reader.GetInt64(0),
            Waiting = reader.GetInt64(1),
            Running = reader.GetInt64(2),
            Exporting = reader.GetInt64(3),
            Succeeded = reader.GetInt64(4),
            Failed = reader.GetInt64(5),
            Stopped = reader.GetInt64(6),
        };
    }

    /// <summary>Makes one row of many. Rows that somebody else is folding, or has not committed, are passed over, so several processes do each other no harm.</summary>
    public async ValueTask FoldAsync(string table, CancellationToken cancellationToken)
    {
        long folded;
        do
        {
            await using TConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using TTransaction transaction = await BeginAsync(connection, IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            folded = await FoldAsync(connection, transaction, table, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        while (folded == MostFolded);
    }

    public async ValueTask<bool> HasBaseAsync(string table, CancellationToken cancellationToken)
    {
        await using TConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await HasBaseAsync(connection, null, table, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts the table, if nobody has done so by now. The caller sees to it that one process does so at a time.</summary>
    public async ValueTask CountAsync(string table, CancellationToken cancellationToken)
    {
        for (int attempt = 1; !await TryCountAsync(table, cancellationToken).ConfigureAwait(false); attempt++)
        {
            if (attempt == MostAttempts)
            {
                throw new TimeoutException($"The tasks of '{table}' could not be counted: their counts changed {MostAttempts} times meanwhile.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * attempt)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    protected abstract ValueTask<TConnection> OpenAsync(CancellationToken cancellationToken);

    protected abstract ValueTask<TTransaction> BeginAsync(TConnection connection, IsolationLevel isolation, CancellationToken cancellationToken);

    /// <summary>A command with one parameter, the name of the table of tasks.</summary>
    protected abstract DbCommand Command(TConnection connection, TTransaction? transaction, string sql, string table);

    /// <summary>Folds at most <see cref="MostFolded"/> rows, and answers how many there were.</summary>
    protected abstract ValueTask<long> FoldAsync(TConnection connection, TTransaction transaction, string table, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a base in the place of all rows that the transaction sees, and sees to it that no claim token is given twice. All that it sees is of one moment: the tasks, and
    /// the counts that go with them. What others commit later comes with rows of its own.
    /// </summary>
    /// <returns><see langword="false"/> if rows that it sees have been folded into one that it does not see; nothing is committed then.</returns>
    protected abstract ValueTask<bool> CountAsync(TConnection connection, TTransaction transaction, string table, CancellationToken cancellationToken);

    private async ValueTask<bool> TryCountAsync(string table, CancellationToken cancellationToken)
    {
        await using TConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using TTransaction transaction = await BeginAsync(connection, IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        if (await HasBaseAsync(connection, transaction, table, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        if (!await CountAsync(connection, transaction, table, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<bool> HasBaseAsync(TConnection connection, TTransaction? transaction, string table, CancellationToken cancellationToken)
    {
        await using DbCommand command = Command(
            connection, transaction, $"SELECT EXISTS (SELECT 1 FROM {Counts} WHERE task_table = {Parameter} AND is_base)", table);
        return Convert.ToBoolean(
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), System.Globalization.CultureInfo.InvariantCulture);
    }
}
