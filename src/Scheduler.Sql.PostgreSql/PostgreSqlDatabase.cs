using System.Collections.Concurrent;
using System.Data.Common;
using System.Text;
using GeneratedScheduler.Containers;
using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>A PostgreSQL database: each call is one round trip, and one transaction.</summary>
internal sealed class PostgreSqlDatabase : SqlDatabase
{
    // How often a call is repeated that the server ended because of others: deadlocks and serialization failures.
    private const int MostAttempts = 5;

    private readonly NpgsqlDataSource _source;
    private readonly bool _ownsSource;
    private readonly PostgreSqlDialect _dialect;
    private readonly PostgreSqlCompiler _compiler;
    private readonly PostgreSqlNotifier _notifier;
    private readonly ConcurrentDictionary<string, RankMemory> _ranks = new(StringComparer.Ordinal);
    private readonly PostgreSqlCounts _counts;

    public PostgreSqlDatabase(NpgsqlDataSource source, bool ownsSource, PostgreSqlDialect dialect)
    {
        (_source, _ownsSource, _dialect) = (source, ownsSource, dialect);
        _compiler = new PostgreSqlCompiler(dialect);
        _notifier = new PostgreSqlNotifier(source);
        _counts = new PostgreSqlCounts(source, dialect);
        Schema = new PostgreSqlSchema(source, dialect);
    }

    public override SqlDialect Dialect => _dialect;

    public override SqlSchema Schema { get; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await RunAsync(connection, null, calls, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure && attempt < MostAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * attempt)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                throw new UniqueConflictException(exception);
            }
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<SqlCall> calls, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (transaction is not NpgsqlTransaction own)
        {
            throw new ArgumentException(
                $"The transaction is a {transaction.GetType().Name}; pass an open NpgsqlTransaction on the database of the tasks.", nameof(transaction));
        }

        try
        {
            await RunAsync(own.Connection!, own, calls, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            // Over, or its connection is closed or busy.
            throw new ArgumentException($"The transaction cannot be used: {exception.Message}. Pass an open one whose connection does nothing else.", nameof(transaction), exception);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new UniqueConflictException(exception);
        }
    }

    public override async ValueTask ReadAsync(SqlCall call, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, null, new[] { call }, cancellationToken).ConfigureAwait(false);
    }

    public override ValueTask<TaskCounts> CountAsync(string table, CancellationToken cancellationToken) => _counts.ReadAsync(table, cancellationToken);

    public override ValueTask CompactCountsAsync(string table, CancellationToken cancellationToken) => _counts.FoldAsync(table, cancellationToken);

    public override async ValueTask EnsureCountsAsync(string table, CancellationToken cancellationToken)
    {
        if (!await _counts.HasBaseAsync(table, cancellationToken).ConfigureAwait(false))
        {
            // One process at a time: two that counted at once would count twice.
            await Schema.ChangeAsync(
                async token =>
                {
                    await _counts.CountAnewAsync(table, token).ConfigureAwait(false);
                    return [];
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public override IDisposable Watch(string table, Action signal) => _notifier.Watch(_dialect.Qualify(table), signal);

    public override void Announce(string table) => _notifier.Announce(_dialect.Qualify(table));

    // Class 22 is "data exception": too long, out of range, not encodable. A column may be NOT NULL still whose member may be null
    // by now. The rest is what Npgsql finds before it sends anything.
    public override bool IsBadValue(Exception exception) => exception
        is PostgresException { SqlState: ['2', '2', ..] or PostgresErrorCodes.NotNullViolation }
        or EncoderFallbackException
        or OverflowException
        or InvalidCastException;

    public override async ValueTask DisposeAsync()
    {
        await _notifier.DisposeAsync().ConfigureAwait(false);
        if (_ownsSource)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask RunAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, ReadOnlyMemory<SqlCall> calls, CancellationToken cancellationToken)
    {
        await using NpgsqlBatch batch = new(connection, transaction);
        List<IRowSink?> answering = [];
        List<RankedLook> looks = [];
        for (int i = 0; i < calls.Length; i++)
        {
            Add(batch, calls.Span[i], answering, looks);
        }

        await using (NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            PostgreSqlRowReader row = new(reader);
            foreach (IRowSink? sink in answering)
            {
                sink?.Begin();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    sink?.Take(row);
                }

                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        looks.ForEach(static look => look.Complete());
    }

    // Every command that has a result set has an entry in answering.
    private void Add(NpgsqlBatch batch, SqlCall call, List<IRowSink?> answering, List<RankedLook> looks)
    {
        CompiledStatement compiled = (CompiledStatement)(call.Statement.Compiled ??= _compiler.Compile(call.Statement));
        if (compiled.TakesLock is { } lockText)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(lockText));
            answering.Add(null);
        }

        NpgsqlBatchCommand command = new(compiled.Text);
        if (call.Rows is { } rows)
        {
            PostgreSqlColumnWriter.AddRows(command.Parameters, RowInputs(call.Statement), rows);
        }

        if (call.Parameters is { } parameters)
        {
            PostgreSqlColumnWriter.AddParameters(command.Parameters, call.Statement.Parameters, parameters);
        }

        if (compiled.HasLimit)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = call.Limit });
        }

        if (call.Statement.IsRanked)
        {
            AddRanked(batch, command, call, answering, looks);
            return;
        }

        batch.BatchCommands.Add(command);
        if (compiled.Answers)
        {
            answering.Add(call.Sink);
        }
    }

    private void AddRanked(NpgsqlBatch batch, NpgsqlBatchCommand command, SqlCall call, List<IRowSink?> answering, List<RankedLook> looks)
    {
        RankMemory memory = _ranks.GetOrAdd(call.Statement.Table, static _ => new RankMemory(TimeProvider.System));
        RankedLook look = new(memory, call);
        look.AddTo(command.Parameters);
        looks.Add(look);
        if (look.Counts)
        {
            batch.BatchCommands.Add(CountWalked(call.Statement.Table));
            answering.Add(look.Before);
        }

        batch.BatchCommands.Add(command);
        answering.Add(look);
        if (look.Counts)
        {
            batch.BatchCommands.Add(CountWalked(call.Statement.Table));
            answering.Add(look.After);
        }
    }

    // What the session has read in the index and not yet reported, dead entries included.
    private NpgsqlBatchCommand CountWalked(string table)
    {
        string index = TableDesigner.NameOf(table, TableDesigner.Waiting, _dialect.MaxNameLength);
        return new($"SELECT coalesce(pg_stat_get_xact_tuples_returned(to_regclass({_dialect.Literal(_dialect.Qualify(index))})), 0)");
    }

    private static System.Collections.Immutable.ImmutableArray<SqlInput> RowInputs(SqlStatement statement) => statement switch
    {
        InsertStatement insert => insert.Rows,
        UpdateStatement update => update.Rows,
        DeleteStatement delete => delete.Rows,
        QueryStatement query => query.Rows,
        _ => [],
    };
}
