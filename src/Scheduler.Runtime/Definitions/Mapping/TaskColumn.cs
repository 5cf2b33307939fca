using System.Collections.Immutable;

namespace GeneratedScheduler.Storage;

/// <summary>One typed column of a kind of task: a member of its payload or of its result.</summary>
/// <param name="Name">The column, such as <c>customer_name</c>.</param>
/// <param name="Member">The member as declared, such as <c>customerName</c>; for messages.</param>
/// <param name="Kind">What it holds.</param>
public sealed record TaskColumn(string Name, string Member, ColumnKind Kind)
{
    /// <summary>Whether <see langword="null"/> is a value of the member. Columns of results are empty until the task has succeeded, whatever this says.</summary>
    public bool IsNullable { get; init; }

    /// <summary>
    /// Whether a row without a value can be read: the member has a default. Such a column can be added to a table that has rows.
    /// </summary>
    public bool HasDefault { get; init; }

    /// <summary>The most characters (Text) or bytes (Bytes); <see langword="null"/> for no limit.</summary>
    public int? Length { get; init; }

    /// <summary>How many digits a Decimal has in the database; <see langword="null"/> for all of them.</summary>
    public int? Precision { get; init; }

    /// <summary>How many of the <see cref="Precision"/> come behind the point.</summary>
    public int? Scale { get; init; }

    /// <summary>Whether people search by it, so that it has an index.</summary>
    public bool IsIndexed { get; init; }

    /// <summary>Names under which the column was created earlier; if the table has one of these instead, that one is used.</summary>
    public ImmutableArray<string> FormerNames { get; init; } = [];
}
