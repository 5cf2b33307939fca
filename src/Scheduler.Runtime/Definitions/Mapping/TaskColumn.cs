using System.Collections.Immutable;

namespace GeneratedScheduler.Storage;

/// <summary>One typed column of a kind of task: a member of its payload or of its result.</summary>
/// <param name="name">The column, such as <c>customer_name</c>.</param>
/// <param name="member">The member as declared, such as <c>customerName</c>; for messages.</param>
/// <param name="kind">What it holds.</param>
public sealed class TaskColumn(string name, string member, ColumnKind kind)
{
    /// <summary>The same column under another name.</summary>
    internal TaskColumn(string name, TaskColumn column) : this(name, column.Member, column.Kind) =>
        (IsNullable, HasDefault, Length, Precision, Scale, IsIndexed, FormerNames) =
        (column.IsNullable, column.HasDefault, column.Length, column.Precision, column.Scale, column.IsIndexed, column.FormerNames);

    /// <summary>The column, such as <c>customer_name</c>.</summary>
    public string Name => name;

    /// <summary>The member as declared, such as <c>customerName</c>; for messages.</summary>
    public string Member => member;

    /// <summary>What it holds.</summary>
    public ColumnKind Kind => kind;

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
