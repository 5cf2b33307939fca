using System.Collections.Immutable;

namespace GeneratedScheduler.Sql;

/// <summary>A column that a statement sets, and the SQL of its value.</summary>
internal sealed record SqlAssignment(string Column, string Value);

/// <summary>One thing to be done with the table of a kind of task, as every dialect understands it.</summary>
/// <remarks>
/// <para>
/// Expressions are SQL that all dialects share, made with the help of <see cref="SqlDialect"/>: a column is written
/// <c>dialect.Column(name)</c>, a parameter <c>dialect.Parameter(name)</c>, a value of a row <c>dialect.Row(name)</c>, and moments by
/// <c>dialect.Now</c> and <c>dialect.After(…)</c>. An expression on the right of an assignment sees the row as it was before all of them; a
/// database that assigns from left to right (MySQL) has to be made to.
/// </para>
/// <para>Made once for each table; a dialect keeps what it compiles from a statement in <see cref="Compiled"/>.</para>
/// </remarks>
internal abstract class SqlStatement
{
    /// <summary>A name for comments and query plans, such as <c>claim</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The table, not quoted.</summary>
    public required string Table { get; init; }

    /// <summary>Whether its rows are tasks, which are counted by their states, and not outputs. A call is about the one or the other.</summary>
    public bool IsOfTasks { get; init; } = true;

    /// <summary>Values that hold for the whole call.</summary>
    public ImmutableArray<SqlInput> Parameters { get; init; } = [];

    /// <summary>What is answered for each row that was touched (or found); empty for statements that answer nothing.</summary>
    public ImmutableArray<SqlOutput> Returning { get; init; } = [];

    /// <summary>
    /// Whether rows are chosen that are ready, best first: by falling <c>task_priority</c>, then by <c>task_seq</c>. Who knows
    /// where earlier ones were found may begin there, as long as none is missed for ever.
    /// </summary>
    public bool IsRanked { get; init; }

    /// <summary>What the dialect made of it; written and read by the dialect only.</summary>
    public object? Compiled { get; set; }
}

/// <summary>
/// Adds one row for each row of input, in that order. An output takes the place of the one that is there for its task, unless that was saved
/// by the same persister under a higher number (<c>task_saved_by</c>, <c>task_save_number</c>).
/// </summary>
internal sealed class InsertStatement : SqlStatement
{
    public required ImmutableArray<SqlInput> Rows { get; init; }

    public required ImmutableArray<SqlAssignment> Values { get; init; }
}

/// <summary>
/// Changes for each row of input the row of the table with its <c>id</c>, if the condition holds. An id comes at most once.
/// Moves of tasks are counted: the executor adds them to the counts in the same transaction, by <c>task_from</c> and <c>task_state</c>.
/// </summary>
internal sealed class UpdateStatement : SqlStatement
{
    /// <summary>The first one is always <c>id</c>.</summary>
    public required ImmutableArray<SqlInput> Rows { get; init; }

    public required ImmutableArray<SqlAssignment> Set { get; init; }

    /// <summary>Beside the equality of the ids.</summary>
    public required string Where { get; init; }

    /// <summary>Whether the state may change, so that the counts do.</summary>
    public bool MovesTasks { get; init; } = true;

    /// <summary>
    /// Whether a row that an open transaction has locked may be left as it is, and answered like the others, where such a transaction can take
    /// long (MySQL): it may be one of this process that waits for a thread between two steps.
    /// </summary>
    public bool PassesOverLocked { get; init; }
}

/// <summary>
/// Chooses rows in an order, as many as there is a limit for, and changes them; rows that somebody else is changing at this
/// moment are passed over. The answer is not in any order.
/// </summary>
internal sealed class PickStatement : SqlStatement
{
    public required string Where { get; init; }

    /// <summary>Such as <c>task_priority DESC, task_seq</c>; an index has it.</summary>
    public required string OrderBy { get; init; }

    public required ImmutableArray<SqlAssignment> Set { get; init; }

    /// <summary>
    /// A condition on rows that count against the parameter <c>cluster_limit</c>: with them, the picked ones are at most so many. Calls that
    /// have such a limit go one after the other. <see langword="null"/> for no limit.
    /// </summary>
    public string? CountedAgainstLimit { get; init; }

    public bool MovesTasks { get; init; } = true;
}

/// <summary>Removes rows: for each row of input the row with its <c>id</c>, if the condition holds.</summary>
internal sealed class DeleteStatement : SqlStatement
{
    public required ImmutableArray<SqlInput> Rows { get; init; }

    public required string Where { get; init; }
}

/// <summary>Chooses rows in an order, as many as there is a limit for, and removes them.</summary>
internal sealed class PurgeStatement : SqlStatement
{
    public required string Where { get; init; }

    public required string OrderBy { get; init; }
}

/// <summary>Puts one row into a table that has no tasks, in the place of the one with the same key if there is one. Its values come from parameters.</summary>
internal sealed class PutStatement : SqlStatement
{
    /// <summary>The column of the primary key.</summary>
    public required string Key { get; init; }

    public required ImmutableArray<SqlAssignment> Values { get; init; }

    /// <summary>A column that stays as it is if the row is there; <see langword="null"/> for none.</summary>
    public string? Kept { get; init; }
}

/// <summary>Removes rows of a table that has no tasks, as many as there is a limit for.</summary>
internal sealed class RemoveStatement : SqlStatement
{
    /// <summary>The column of the primary key.</summary>
    public required string Key { get; init; }

    /// <summary>With plain names of columns.</summary>
    public required string Where { get; init; }

    /// <summary>With plain names of columns.</summary>
    public required string OrderBy { get; init; }
}

/// <summary>Finds rows. With <see cref="Rows"/>: for each row of input those with its <c>id</c> (or other named column), in no order.</summary>
internal sealed class QueryStatement : SqlStatement
{
    /// <summary>At most one: the column whose value is looked for.</summary>
    public ImmutableArray<SqlInput> Rows { get; init; } = [];

    public string? Where { get; init; }

    public string? OrderBy { get; init; }

    /// <summary>Whether the call brings a limit.</summary>
    public bool HasLimit { get; init; }

    /// <summary>Whether rows are left out that an open transaction has locked, where such a transaction can take long (MySQL).</summary>
    public bool PassesOverLocked { get; init; }
}
