namespace GeneratedScheduler.Sql;

/// <summary>Keeps what a function makes of each row.</summary>
internal sealed class RowList<T>(Func<SqlRowReader, T> read) : IRowSink
{
    public List<T> Items { get; } = [];

    public void Begin() => Items.Clear();

    public void Take(SqlRowReader row) => Items.Add(read(row));
}
