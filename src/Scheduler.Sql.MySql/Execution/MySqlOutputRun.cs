using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Carries out the statements about outputs, on which no count and no claim depends: each is one round trip.</summary>
internal sealed class MySqlOutputRun(MySqlSession session, MySqlCompiler compiler)
{
    public ValueTask RunAsync(SqlCall call, CancellationToken cancellationToken)
    {
        MySqlPacket packet = session.Packet();
        ParameterWriter.Add(packet.Command, call);
        switch (call.Statement)
        {
            case InsertStatement insert:
                AppendSave(packet, insert, call.Rows!);
                break;
            case DeleteStatement delete:
                AppendDelete(packet, delete, call.Rows!);
                break;
            default:
                throw new NotSupportedException($"{call.Statement.GetType().Name} is not a statement about outputs.");
        }

        return session.SendAsync(packet, isLast: true, cancellationToken);
    }

    private void AppendSave(MySqlPacket packet, InsertStatement insert, IRowSource rows)
    {
        string table = compiler.Dialect.Quote(insert.Table);
        CompiledInsert compiled = compiler.Compile<CompiledInsert>(insert);
        packet.Append(compiled.Insert).Append(compiled.Select);
        new JsonRows(insert.Rows, []).AddAll(rows).AppendTo(packet.Sql, packet.Command);

        // MySQL assigns from left to right, so what the condition reads comes last: the number, which leaves the condition as it was, then who saved.
        string isNewer = $"{table}.{SavedBy} <> VALUES({SavedBy}) OR {table}.{SaveNumber} < VALUES({SaveNumber})";
        IEnumerable<string> assigned = insert.Values.Select(v => v.Column).Except([Id, SavedBy, SaveNumber]).Append(SaveNumber).Append(SavedBy);
        string set = string.Join(", ", assigned.Select(compiler.Dialect.Quote).Select(c => $"{c} = IF({isNewer}, VALUES({c}), {table}.{c})"));
        packet.Append($" ON DUPLICATE KEY UPDATE {set}; ");
    }

    private void AppendDelete(MySqlPacket packet, DeleteStatement delete, IRowSource rows)
    {
        packet.Append($"DELETE t FROM {compiler.Dialect.Quote(delete.Table)} AS t JOIN ");
        new JsonRows(delete.Rows, []).AddAll(rows).AppendTo(packet.Sql, packet.Command);
        packet.Append($" ON {compiler.Dialect.Column(Id)} = {compiler.Dialect.Row("id")} WHERE {MySqlCompiler.WithParameters(delete, delete.Where)}; ");
    }
}
