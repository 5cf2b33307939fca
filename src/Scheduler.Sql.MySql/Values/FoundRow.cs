using System.Globalization;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>A row that was found and is locked.</summary>
/// <param name="Seq">Its number in the table.</param>
/// <param name="Input">Which row of input it is for.</param>
/// <param name="From">The state in which it is.</param>
/// <param name="To">The state in which it will be; -1 if it will be gone.</param>
internal readonly record struct FoundRow(long Seq, int Input, int From, int To)
{
    /// <summary>Reads what a search says of a row behind its answer.</summary>
    public static FoundRow Read(MySqlRowReader row, int answers, bool hasInput) => new(
        row.GetInt64(answers), hasInput ? (int)row.GetInt64(answers + 1) - 1 : -1, (int)row.GetInt64(answers + 2), (int)row.GetInt64(answers + 3));

    /// <summary>The numbers of rows, as a list that IN takes.</summary>
    public static string Numbers(List<FoundRow> found) => $"({string.Join(',', found.Select(static f => f.Seq.ToString(CultureInfo.InvariantCulture)))})";
}
