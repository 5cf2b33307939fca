namespace GeneratedScheduler.Sql.MySql;

/// <summary>Adds rows, and changes or removes those that were found and are locked.</summary>
internal sealed class ChangeStep(MySqlSession session, MySqlDialect dialect)
{
    private readonly CountsWriter _counts = new(dialect);

    public ValueTask InsertAsync(InsertStatement insert, CompiledInsert compiled, SqlCall call, bool isLast, CancellationToken cancellationToken)
    {
        JsonRows rows = new JsonRows(insert.Rows, []).AddAll(call.Rows!);
        MySqlPacket packet = session.Packet();
        ParameterWriter.Add(packet.Command, call);
        if (compiled.UsesTokens)
        {
            _counts.Append(packet.Sql, insert.Table, rows.States, takesTokens: true);
        }

        packet.Append(compiled.Insert);
        rows.AppendTo(packet.Sql, packet.Command);
        packet.Append(" ORDER BY b.nr; ");

        // Behind the rows where that is possible: in an application's transaction a refusal of the rows undoes nothing that came before.
        if (!compiled.UsesTokens)
        {
            _counts.Append(packet.Sql, insert.Table, rows.States, takesTokens: false);
        }

        if (compiled.Answer is { } answer)
        {
            packet.Append(answer).Append($"({string.Join(", ", rows.Ids.Select(static id => $"'{id:D}'"))}); ");
        }

        return session.SendAsync(packet, isLast, cancellationToken, call.Sink is { } sink ? sink.Take : null);
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
