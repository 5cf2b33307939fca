using System.Globalization;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Carries out the statements about outputs and processes, on which no count and no claim depends: one round trip.</summary>
internal sealed class MySqlPlainRun(MySqlSession session, MySqlCompiler compiler)
{
    /// <param name="calls">The calls; several of them have no parameter of the same name.</param>
    /// <param name="cancellationToken">Gives up before they are sent.</param>
    public ValueTask RunAsync(ReadOnlySpan<SqlCall> calls, CancellationToken cancellationToken)
    {
        MySqlPacket packet = session.Packet();
        foreach (SqlCall call in calls)
        {
            ParameterWriter.Add(packet.Command, call);
            Append(packet, call);
        }

        return session.SendAsync(packet, isLast: true, cancellationToken);
    }

    private void Append(MySqlPacket packet, SqlCall call)
    {
        switch (call.Statement)
        {
            case InsertStatement insert:
                AppendSave(packet, insert, call.Rows!);
                break;
            case DeleteStatement delete:
                AppendDelete(packet, delete, call.Rows!);
                break;
            case PutStatement put:
                AppendPut(packet, put);
                break;
            case RemoveStatement remove:
                packet.Append($"DELETE FROM {compiler.Dialect.Quote(remove.Table)} WHERE {MySqlCompiler.WithParameters(remove, remove.Where)} ORDER BY {remove.OrderBy} ");
                packet.Append(string.Create(CultureInfo.InvariantCulture, $"LIMIT {call.Limit}; "));
                break;
            default:
                throw new NotSupportedException($"{call.Statement.GetType().Name} is not a statement about outputs or processes.");
        }
    }

    private void AppendPut(MySqlPacket packet, PutStatement put)
    {
        string columns = string.Join(", ", put.Values.Select(v => v.Column));
        string values = MySqlCompiler.WithParameters(put, string.Join(", ", put.Values.Select(v => v.Value)));
        string set = string.Join(", ", put.Values.Where(v => v.Column != put.Key && v.Column != put.Kept).Select(v => $"{v.Column} = VALUES({v.Column})"));
        packet.Append($"INSERT INTO {compiler.Dialect.Quote(put.Table)} ({columns}) VALUES ({values}) ON DUPLICATE KEY UPDATE {set}; ");
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
