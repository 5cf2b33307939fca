using System.Collections.Immutable;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>What the rows of a table are.</summary>
internal enum TableKind
{
    /// <summary>The tasks of a kind.</summary>
    Tasks = 0,

    /// <summary>The outputs of a kind, whose tasks are elsewhere.</summary>
    Outputs = 1,
}

/// <summary>The table of a kind of task as it should be.</summary>
/// <param name="Name">The table, not quoted.</param>
/// <param name="Columns">The framework's columns, then those of the payload, then those of the result.</param>
/// <param name="Indexes">What the queries walk.</param>
internal sealed record TableDesign(string Name, ImmutableArray<ColumnDesign> Columns, ImmutableArray<IndexDesign> Indexes);

/// <summary>One column as it should be.</summary>
internal sealed record ColumnDesign(string Name, ColumnKind Kind)
{
    /// <summary>Whether it is <c>task_seq</c>: a number that the database counts up, the order in which tasks were added.</summary>
    public bool IsSequence { get; init; }

    /// <summary>Whether a row may lack it; old rows do, if the member came later.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Whether a row of today may lack it. A member that has a default always has a value in new rows.</summary>
    public bool MayHoldNull { get; init; }

    /// <summary>What a row has that does not say: SQL of a literal; <see langword="null"/> for none.</summary>
    public string? Default { get; init; }

    public int? Length { get; init; }

    public int? Precision { get; init; }

    public int? Scale { get; init; }

    /// <summary>Whether upper and lower case, accents and trailing spaces count, as in an ordinal comparison.</summary>
    public bool IsOrdinal { get; init; }
}

/// <summary>What an index is for. A database that has no index over a part of a table finds its own way to the same end.</summary>
internal enum IndexPurpose
{
    /// <summary>Finds a task by its id; unique.</summary>
    Id = 0,

    /// <summary>Tasks that wait: those that can be claimed at once, best first (<c>task_ready</c>, priority descending, sequence).</summary>
    Waiting = 1,

    /// <summary>Tasks that wait for their time, earliest first.</summary>
    Delayed = 2,

    /// <summary>Tasks that somebody holds, by the end of the lease.</summary>
    Lease = 3,

    /// <summary>Unique keys of unfinished tasks.</summary>
    UniqueKey = 4,

    /// <summary>Finished tasks by state and end.</summary>
    Finished = 5,

    /// <summary>Tasks that nobody has started.</summary>
    Unstarted = 6,

    /// <summary>A column of the payload or the result by which people search.</summary>
    Member = 7,

    /// <summary>Outputs by the time of their saving.</summary>
    Saved = 8,
}

/// <summary>One index as it should be.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Name">The index, not quoted; unique in the database.</param>
/// <param name="Columns">Its columns; a name that ends in <c> DESC</c> is descending.</param>
/// <param name="IsUnique">Whether no two rows may have the same.</param>
/// <param name="Where">Which rows are in it, in SQL; <see langword="null"/> for all.</param>
internal sealed record IndexDesign(IndexPurpose Purpose, string Name, ImmutableArray<string> Columns, bool IsUnique, string? Where);

/// <summary>One column as it is.</summary>
/// <param name="Name">The column.</param>
/// <param name="Type">Its type, as the database tells it.</param>
/// <param name="IsNullable">Whether it may be empty.</param>
/// <param name="HasDefault">Whether a row need not say.</param>
internal sealed record ExistingColumn(string Name, string Type, bool IsNullable, bool HasDefault);

/// <summary>A table as it is.</summary>
internal sealed record ExistingTable(string Name, ImmutableArray<ExistingColumn> Columns, ImmutableArray<string> Indexes);
