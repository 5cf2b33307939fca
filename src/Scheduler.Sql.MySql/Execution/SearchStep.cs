using System.Collections.Immutable;
using System.Globalization;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Finds and locks the rows of a call.</summary>
internal sealed class SearchStep(MySqlSession session, MySqlCompiler compiler)
{
    /// <summary>Whether rows were passed over because another transaction has them.</summary>
    public bool HasPassedOver { get; private set; }

    public async ValueTask<List<FoundRow>> FindAsync(SqlCall call, CancellationToken cancellationToken)
    {
        List<FoundRow> found = [];
        MySqlPacket packet = session.Packet();
        Append(compiler, packet, call);
        await session.SendAsync(packet, isLast: false, cancellationToken, Reader(call, found)).ConfigureAwait(false);
        if (call.Statement is UpdateStatement { PassesOverLocked: true } && found.Count < call.Rows!.Count)
        {
            await TellLockedAsync(call, found.Count, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    /// <summary>Answers for rows that are there and were passed over, because another transaction has them; a plain read waits for nobody.</summary>
    private async ValueTask TellLockedAsync(SqlCall call, int found, CancellationToken cancellationToken)
    {
        MySqlPacket packet = session.Look();
        Append(compiler, packet, call, locks: false);
        List<FoundRow> there = [];
        await session.SendAsync(packet, isLast: false, cancellationToken, Reader(call, there)).ConfigureAwait(false);
        HasPassedOver = there.Count > found;
    }

    /// <summary>Two picks in one round trip; of what the second one finds the first one must not have changed anything.</summary>
    public async ValueTask<(List<FoundRow>, List<FoundRow>)> FindBothAsync(SqlCall one, SqlCall other, CancellationToken cancellationToken)
    {
        List<FoundRow> found = [];
        List<FoundRow> others = [];
        MySqlPacket packet = session.Packet();
        Append(compiler, packet, one);
        Append(compiler, packet, other);
        await session.SendAsync(packet, isLast: false, cancellationToken, Reader(one, found), Reader(other, others)).ConfigureAwait(false);
        return (found, others);
    }

    /// <summary>How many tasks may still be claimed. Calls under a cluster-wide limit go one after the other: each must see what the one before has claimed.</summary>
    public async ValueTask<int> RoomAsync(PickStatement pick, SqlCall call, CancellationToken cancellationToken)
    {
        long room = 0;
        MySqlPacket packet = session.Packet()
            .Append($"SELECT id FROM {compiler.Dialect.Quote(MySqlDialect.LimitLock)} WHERE id = 1 FOR UPDATE; ")
            .Append(compiler.Room(pick));
        ParameterWriter.Add(packet.Command, call);
        await session.SendAsync(packet, isLast: false, cancellationToken, null, row => room = row.GetInt64(0)).ConfigureAwait(false);
        return (int)Math.Min(call.Limit, room);
    }

    /// <summary>Appends the search to a packet; also called by tests, which look at its plan.</summary>
    public static void Append(MySqlCompiler compiler, MySqlPacket packet, SqlCall call, bool locks = true)
    {
        CompiledSearch search = SearchOf(compiler, call.Statement);
        packet.Append(search.Select);
        if (search.Where is { } where)
        {
            new JsonRows(InputsOf(call.Statement), search.Inputs).AddAll(call.Rows!).AppendTo(packet.Sql, packet.Command);
            packet.Append(where).Append(locks ? search.Lock : "").Append("; ");
        }
        else
        {
            packet.Sql.Append(CultureInfo.InvariantCulture, $"{call.Limit} FOR UPDATE SKIP LOCKED; ");
        }

        ParameterWriter.Add(packet.Command, call);
    }

    private Action<MySqlRowReader> Reader(SqlCall call, List<FoundRow> found)
    {
        CompiledSearch search = SearchOf(compiler, call.Statement);
        IRowSink? sink = search.Answers > 0 ? call.Sink : null;
        bool hasInput = search.Where is not null;
        return row =>
        {
            found.Add(FoundRow.Read(row, search.Answers, hasInput));
            sink?.Take(row);
        };
    }

    private static CompiledSearch SearchOf(MySqlCompiler compiler, SqlStatement statement) => statement is DeleteStatement or PurgeStatement
        ? compiler.Compile<CompiledRemoval>(statement).Search
        : compiler.Compile<CompiledChange>(statement).Search;

    private static ImmutableArray<SqlInput> InputsOf(SqlStatement statement) => statement switch
    {
        UpdateStatement update => update.Rows,
        DeleteStatement delete => delete.Rows,
        _ => [],
    };
}
