namespace GeneratedScheduler.Generators.Model;

/// <summary>How the payload of a kind of task is stored.</summary>
/// <param name="Table">The table.</param>
/// <param name="FormerTables">What it was called before.</param>
/// <param name="Payload">The payload's members.</param>
/// <param name="HasColumns">Whether each member fits into a column.</param>
/// <param name="TakesTransaction">Whether its parameters can be enqueued behind a transaction without any doubt about what a call means.</param>
internal sealed record PayloadStorageModel(
    string Table,
    EquatableArray<string> FormerTables,
    ShapeModel Payload,
    bool HasColumns,
    bool TakesTransaction = false);

/// <summary>How a result is stored: as one value, in parts, or, if neither is there, not at all.</summary>
/// <param name="Type">The result with a mark for null, as it stands in overrides.</param>
/// <param name="Value">The member that is the whole result.</param>
/// <param name="Shape">The members that it is taken apart to.</param>
/// <param name="CanBeNull">Whether there may be no result although the task has one: it is an object, or a nullable value.</param>
/// <param name="HasColumns">Whether each part fits into a column.</param>
internal sealed record ResultStorageModel(
    string Type,
    StoredMemberModel? Value,
    ShapeModel? Shape,
    bool CanBeNull,
    bool HasColumns)
{
    /// <summary>The column that tells a result of nothing but nulls from no result.</summary>
    public const string Presence = "result_present";

    /// <summary>All that is stored.</summary>
    public IEnumerable<StoredMemberModel> Members => Value is null ? Shape is null ? [] : Shape.Members : [Value];

    /// <summary>Whether it has <see cref="Presence"/>: no other column tells whether there is a result.</summary>
    public bool HasPresence => CanBeNull && Shape is { } shape && shape.Members.All(static member => member.Value.IsNullable);
}

/// <summary>What is emitted to store a task.</summary>
/// <param name="Payload">Its payload.</param>
/// <param name="Result">Its result.</param>
/// <param name="HasMapper">Whether it has a mapper to columns.</param>
/// <param name="HasCodec">Whether it has a codec to JSON.</param>
internal sealed record StorageModel(PayloadStorageModel Payload, ResultStorageModel Result, bool HasMapper, bool HasCodec);

/// <summary>What a project wants to have emitted, by what it references and by what it says.</summary>
internal sealed record StorageNeeds(bool Mapper, bool Codec);

/// <summary>A type that is taken apart to members and made of them again.</summary>
/// <param name="Type">The type, as a <c>global::</c> name.</param>
/// <param name="Construction">How it is made.</param>
/// <param name="Members">Those that are stored, in the order of their declaration.</param>
/// <param name="Arguments">What the constructor takes.</param>
/// <param name="CanBeDerived">Whether an object may be of a derived type, and then would come back as this one.</param>
internal sealed record ShapeModel(
    string Type,
    ConstructionKind Construction,
    EquatableArray<StoredMemberModel> Members,
    EquatableArray<ShapeArgumentModel> Arguments,
    bool CanBeDerived = false);

/// <summary>How an object is made of its members.</summary>
internal enum ConstructionKind
{
    /// <summary>By a constructor, and by setting what that does not take.</summary>
    Constructor,

    /// <summary>By writing down a tuple.</summary>
    Tuple,
}

/// <summary>What a constructor takes.</summary>
/// <param name="Member">The index of the member.</param>
/// <param name="Name">The parameter, if it has to be named because one before it is left out.</param>
internal sealed record ShapeArgumentModel(int Member, string? Name);

/// <summary>One member that is stored.</summary>
/// <param name="Name">As declared.</param>
/// <param name="Property">What holds it, escaped if need be.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Place">How it gets its value.</param>
/// <param name="HasDefault">Whether it need not be stored.</param>
/// <param name="Default">The default as C#, if it can be written down.</param>
/// <param name="FormerNames">What it was called before.</param>
/// <param name="Column">Its column.</param>
internal sealed record StoredMemberModel(
    string Name,
    string Property,
    ValueModel Value,
    MemberPlace Place,
    bool HasDefault,
    string? Default,
    EquatableArray<string> FormerNames,
    ColumnModel Column);

/// <summary>How a member gets its value.</summary>
internal enum MemberPlace
{
    /// <summary>From the constructor.</summary>
    Constructor,

    /// <summary>It must be set while the object is made.</summary>
    Required,

    /// <summary>It can be set while the object is made.</summary>
    Init,

    /// <summary>It can be set at any time.</summary>
    Set,
}

/// <summary>One column.</summary>
internal sealed record ColumnModel(
    string Name, EquatableArray<string> FormerNames, int? Length, int? Precision, int? Scale, bool IsIndexed);
