using System.Globalization;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Adds rows, and changes or removes those that were found and are locked.</summary>
internal sealed class ChangeStep(MySqlSession session, MySqlDialect dialect)
{
    private readonly CountsWriter _counts = new(dialect);

    public async ValueTask InsertAsync(InsertStatement insert, CompiledInsert compiled, SqlCall call, bool isLast, CancellationToken cancellationToken)
    {
        InsertRows rows = new InsertRows(insert.Rows, compiled).AddAll(call.Rows!);
        int looks = session.IsOwn ? call.Keys.Count : 0;
        for (int i = 0; i < rows.Pieces.Count; i++)
        {
            MySqlPacket packet = session.Packet();
            ParameterWriter.Add(packet.Command, call);
            if (i == 0 && looks > 0)
            {
                AppendLooks(packet, insert.Table, call.Keys);
            }

            if (compiled.UsesTokens && i == 0)
            {
                _counts.Append(packet.Sql, insert.Table, rows.States, takesTokens: true);
            }

            if (i == 0)
            {
                rows.AppendShared(packet.Sql);
            }

            packet.Append(compiled.Insert).Append("VALUES ");
            rows.Pieces[i].AppendTo(packet);
            packet.Append("; ");
            if (i < rows.Pieces.Count - 1)
            {
                await session.SendAsync(packet, isLast: false, cancellationToken).ConfigureAwait(false);
                continue;
            }

            // Behind the rows where that is possible: in an application's transaction a refusal of the rows undoes nothing that came before.
            if (!compiled.UsesTokens)
            {
                _counts.Append(packet.Sql, insert.Table, rows.States, takesTokens: false);
            }

            if (compiled.Answer is { } answer)
            {
                packet.Append(answer).Append($"({string.Join(", ", rows.Ids.Select(static id => $"'{id:D}'"))}); ");
            }

            Action<MySqlRowReader>?[] readers = new Action<MySqlRowReader>?[(i == 0 ? looks : 0) + 1];
            readers[^1] = call.Sink is { } sink ? sink.Take : null;
            await session.SendAsync(packet, isLast, cancellationToken, readers).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for transactions that have added tasks with the same keys, before anything else is locked.</summary>
    /// <remarks>
    /// An insert that has to wait for a key also keeps others out of the gap in front of it, in which all tasks without a key are added. To look for the key
    /// locks nothing but the key itself. Should somebody add it between the look and the insert, the insert waits for a second at most, and looks again.
    /// </remarks>
    private void AppendLooks(MySqlPacket packet, string table, IReadOnlyList<string> keys)
    {
        if (packet.Command.CommandTimeout > 0)
        {
            packet.Append(string.Create(
                CultureInfo.InvariantCulture, $"SET SESSION innodb_lock_wait_timeout = {Math.Max(1, packet.Command.CommandTimeout - 1)}; "));
        }

        string[] sorted = [.. keys.Order(StringComparer.Ordinal)];
        for (int i = 0; i < sorted.Length; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"@key{i}");
            packet.Command.Parameters.AddWithValue(name, sorted[i]);
            packet.Append($"SELECT 1 FROM {dialect.Quote(table)} AS t WHERE {dialect.Key(FrameworkColumns.UniqueKey)} = {dialect.Ordinal(name)} FOR UPDATE; ");
        }

        packet.Append("SET SESSION innodb_lock_wait_timeout = 1; ");
    }

    public ValueTask ChangeAsync(CompiledChange change, SqlCall call, List<FoundRow> found, bool isLast, CancellationToken cancellationToken)
    {
        string numbers = FoundRow.Numbers(found);
        MySqlPacket packet = session.Packet();
        ParameterWriter.Add(packet.Command, call);
        _counts.Append(packet.Sql, call.Statement.Table, change.MovesTasks ? CountsWriter.Differences(found) : [], change.UsesTokens);
        AppendUpdate(dialect, packet, change, call, found);
        packet.Append("; ");
        if (change.Answer is { } answer)
        {
            packet.Append(answer).Append(numbers).Append("; ");
        }

        return session.SendAsync(packet, isLast, cancellationToken, call.Sink is { } sink ? sink.Take : null);
    }

    public ValueTask RemoveAsync(SqlCall call, List<FoundRow> found, bool isLast, CancellationToken cancellationToken)
    {
        MySqlPacket packet = session.Packet();
        _counts.Append(packet.Sql, call.Statement.Table, CountsWriter.Differences(found), takesTokens: false);
        packet.Append($"DELETE FROM {dialect.Quote(call.Statement.Table)} WHERE {FrameworkColumns.Seq} IN {FoundRow.Numbers(found)}; ");
        return session.SendAsync(packet, isLast, cancellationToken);
    }

    /// <summary>Appends the update to a packet; also called by tests, which look at its plan.</summary>
    public static void AppendUpdate(MySqlDialect dialect, MySqlPacket packet, CompiledChange change, SqlCall call, List<FoundRow> found)
    {
        RowLiterals? values = null;
        if (change.ReadsRows)
        {
            found.Sort(static (one, other) => one.Seq.CompareTo(other.Seq));
            values = new RowLiterals(((UpdateStatement)call.Statement).Rows, change.Inputs, call.Rows!, found, packet.Command);
        }

        packet.Append($"UPDATE {dialect.Quote(call.Statement.Table)} AS t SET ");
        foreach (SetPiece piece in change.Set)
        {
            packet.Append(piece.Sql);
            if (piece.Input >= 0)
            {
                packet.Append(values![piece.Input]);
            }
        }

        packet.Append($" WHERE t.{FrameworkColumns.Seq} IN {FoundRow.Numbers(found)}");
    }
}
