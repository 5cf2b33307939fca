namespace GeneratedScheduler.Generators.Model;

/// <summary>A value that is stored.</summary>
/// <param name="Type">Its declared type, with a mark for null.</param>
/// <param name="Core">The type of a value that is there, as <c>typeof</c> takes it.</param>
/// <param name="Form">How it is stored.</param>
/// <param name="IsNullable">Whether null is one of its values.</param>
/// <param name="IsReference">Whether it is an object.</param>
/// <param name="Enum">The values, of an enum.</param>
/// <param name="JsonContext">The serializer context, of what is stored as JSON.</param>
/// <param name="CanBeDerived">Whether an object may be of a derived type, and then would come back as this one.</param>
internal sealed record ValueModel(
    string Type, string Core, ValueForm Form, bool IsNullable, bool IsReference, EnumModel? Enum, string? JsonContext, bool CanBeDerived = false);

/// <summary>An enum that is stored by the names of its values.</summary>
/// <param name="Type">The type, as a <c>global::</c> name.</param>
/// <param name="Underlying">The type of its numbers, as C#.</param>
/// <param name="Values">All values that have a name.</param>
internal sealed record EnumModel(string Type, string Underlying, EquatableArray<EnumValueModel> Values);

/// <summary>A value of an enum.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value as C#.</param>
/// <param name="IsRepeated">Whether another name has the same number already.</param>
internal sealed record EnumValueModel(string Name, string Value, bool IsRepeated);

/// <summary>How values of a type are stored.</summary>
internal enum ValueForm
{
    Boolean,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    NativeInt,
    NativeUInt,
    Char,
    Single,
    Double,
    Decimal,
    Text,
    Guid,
    DateTime,
    DateTimeOffset,
    DateOnly,
    TimeOnly,
    TimeSpan,
    Bytes,
    EnumName,
    EnumOfSByte,
    EnumOfByte,
    EnumOfInt16,
    EnumOfUInt16,
    EnumOfInt32,
    EnumOfUInt32,
    EnumOfInt64,
    EnumOfUInt64,
    TimestampOfDateTime,
    TimestampOfDateTimeOffset,
    Json,
}
