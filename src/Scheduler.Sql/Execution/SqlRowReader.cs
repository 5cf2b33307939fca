using System.Collections.Immutable;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>Reads the columns of one row of an answer. A mapper sees its own part of them through <see cref="Offset"/>.</summary>
internal abstract class SqlRowReader : ColumnReader
{
    /// <summary>What ordinal 0 stands for: the number of framework columns before those of the payload or the result.</summary>
    public int Offset { get; set; }

    /// <summary>The typed columns that begin at <see cref="Offset"/>, for messages.</summary>
    public ImmutableArray<TaskColumn> Columns { get; set; } = [];

    protected override string MemberAt(int ordinal) =>
        !Columns.IsDefault && ordinal < Columns.Length ? Columns[ordinal].Member : $"column {Offset + ordinal}";
}
