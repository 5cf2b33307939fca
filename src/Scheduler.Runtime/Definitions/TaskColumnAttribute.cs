using GeneratedScheduler.Storage;

namespace GeneratedScheduler;

/// <summary>Says how a member of a payload or of a result is stored in its typed column. What is left out is decided by the member's type.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.ReturnValue)]
public sealed class TaskColumnAttribute : Attribute
{
    /// <summary>Keeps the name: the member's in snake case, that of a result's member with <c>result_</c> before it.</summary>
    public TaskColumnAttribute()
    {
    }

    /// <summary>Names the column.</summary>
    /// <param name="name">1 to 63 characters; not one that begins with <c>task_</c>.</param>
    public TaskColumnAttribute(string name) => Name = name;

    /// <summary>The name of the column.</summary>
    public string? Name { get; }

    /// <summary>Whether people search by it, so that it gets an index. MySQL wants a <see cref="Length"/> for text then.</summary>
    public bool IsIndexed { get; set; }

    /// <summary>The most characters of a string, or bytes of a <c>byte[]</c>; 0 (the default) for no limit. Longer values are refused when they are enqueued.</summary>
    public int Length { get; set; }

    /// <summary>How many digits a <see cref="decimal"/> has in the database; 0 (the default) for all that it can have.</summary>
    public int Precision { get; set; }

    /// <summary>How many of the <see cref="Precision"/> come behind the point.</summary>
    public int Scale { get; set; }

    /// <summary>How the member is stored; by default as its type says.</summary>
    public ColumnStorage Storage { get; set; }
}

/// <summary>Other ways to store a member than the one that its type suggests.</summary>
public enum ColumnStorage
{
    /// <summary>As the type says; <c>docs/storage.md</c> has the table.</summary>
    Default = 0,

    /// <summary>An enum by the names of its values; the default for enums that are not flags.</summary>
    EnumName = 1,

    /// <summary>An enum as its number; the default for flags.</summary>
    EnumNumber = 2,

    /// <summary>A <see cref="DateTime"/> or <see cref="DateTimeOffset"/> as the database's own moment; see <see cref="ColumnKind.Timestamp"/>.</summary>
    Timestamp = 3,

    /// <summary>As JSON through the application's serializer context, although there is a column type for it.</summary>
    Json = 4,
}
