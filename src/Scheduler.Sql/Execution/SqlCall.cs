using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>Writes the values of rows, or of parameters, in the order of the statement's inputs.</summary>
internal interface IRowSource
{
    /// <summary>How many rows there are.</summary>
    int Count { get; }

    /// <summary>Writes one row. May be called again for the same row when a call is repeated.</summary>
    void Write(int row, ColumnWriter writer);
}

/// <summary>Takes the rows of an answer.</summary>
internal interface IRowSink
{
    /// <summary>Called before the first row, again when the call is repeated after a conflict: what was taken before does not count.</summary>
    void Begin();

    /// <summary>Takes one row; the reader stands on the statement's <c>Returning</c> columns, and is valid during the call only.</summary>
    void Take(SqlRowReader row);
}

/// <summary>One statement with its values.</summary>
/// <param name="Statement">What to do.</param>
/// <param name="Parameters">The values of <see cref="SqlStatement.Parameters"/>, as one row; <see langword="null"/> if there are none.</param>
/// <param name="Rows">The rows of input; <see langword="null"/> if the statement takes none.</param>
/// <param name="Sink">Takes the answer; <see langword="null"/> if nobody wants it.</param>
/// <param name="Limit">How many rows a pick, purge or query may take.</param>
internal sealed record SqlCall(SqlStatement Statement, IRowSource? Parameters, IRowSource? Rows, IRowSink? Sink, int Limit = 0)
{
    /// <summary>The unique keys of the rows that are added: for each of them the call may have to wait for the end of somebody else's transaction.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>
    /// Whether each row of input has to change a row of the table. When the last such call of a transaction was carried out, and a row was missing in one of them,
    /// the transaction ends with a <see cref="ConditionFailedException"/>, and the sinks of these calls have received the rows that were changed. Only for updates of tasks, by
    /// <see cref="SqlDatabase.WriteAsync(ReadOnlyMemory{SqlCall}, CancellationToken)"/>.
    /// </summary>
    public bool IsCondition { get; init; }
}
