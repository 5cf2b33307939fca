using System.Globalization;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Writes what only reads.</summary>
internal static class ReadStep
{
    public static void Append(MySqlCompiler compiler, MySqlPacket packet, SqlCall call)
    {
        QueryStatement query = (QueryStatement)call.Statement;
        CompiledQuery compiled = compiler.Compile<CompiledQuery>(query);
        packet.Append(compiled.Select);
        if (compiled.Key is not null)
        {
            AppendKeys(packet, query.Rows[0], call.Rows!);
        }

        ParameterWriter.Add(packet.Command, call);
        packet.Append(compiled.End);
        if (compiled.HasLimit)
        {
            packet.Sql.Append(CultureInfo.InvariantCulture, $"{call.Limit}");
        }

        packet.Append(compiled.Lock);
    }

    private static void AppendKeys(MySqlPacket packet, SqlInput key, IRowSource rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            string prefix = string.Create(CultureInfo.InvariantCulture, $"@k{i}_");
            ParameterWriter.Add(packet.Command, [key], rows, i, prefix);
            string value = MySqlDialect.Typed(prefix + key.Name, key.Kind);

            // Keys are bytes there; a text would be compared as text, and no index has that.
            packet.Append(i == 0 ? "(" : ", ").Append(key.Kind == ColumnKind.Text ? $"CAST({value} AS BINARY)" : value);
        }

        packet.Append(")");
    }
}
