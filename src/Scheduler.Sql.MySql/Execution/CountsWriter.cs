using System.Globalization;
using System.Text;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Writes down how many tasks went from which state to which, and takes claim tokens.</summary>
/// <remarks>
/// <para>One row of differences for each change: nobody waits for a counter that somebody else has in an open transaction.</para>
/// <para>
/// The number of that row is one that nobody else gets, and that is greater than all before: tokens are made of it, a million for each
/// row, so that nobody waits for a counter of tokens either. It is taken while the rows that get them are locked, so a later
/// claim of a task has a later number; and should the numbers ever begin again, a task's next token is still greater than its last one.
/// </para>
/// </remarks>
internal sealed class CountsWriter(MySqlDialect dialect)
{
    /// <summary>By how much the number of a row is shifted to make the first of its tokens.</summary>
    public const int TokenBits = 20;

    private readonly string _insert = $"INSERT INTO {dialect.Quote(CountsTable.Name)} (task_table, {string.Join(", ", CountsTable.States)}) VALUES (";

    public void Append(StringBuilder sql, string table, int[] differences, bool takesTokens)
    {
        if (!takesTokens && Array.TrueForAll(differences, static d => d == 0))
        {
            return;
        }

        sql.Append(_insert).Append(dialect.Literal(table));
        for (int i = 0; i < CountsTable.States.Length; i++)
        {
            sql.Append(CultureInfo.InvariantCulture, $", {(differences.Length == 0 ? 0 : differences[i])}");
        }

        sql.Append("); ");
        if (takesTokens)
        {
            sql.Append(CultureInfo.InvariantCulture, $"SET {MySqlDialect.TokenVariable} = LAST_INSERT_ID() << {TokenBits}; ");
        }
    }

    public static int[] Differences(List<FoundRow> found)
    {
        int[] differences = new int[CountsTable.States.Length];
        foreach (FoundRow row in found)
        {
            differences[row.From]--;
            if (row.To >= 0)
            {
                differences[row.To]++;
            }
        }

        return differences;
    }
}
