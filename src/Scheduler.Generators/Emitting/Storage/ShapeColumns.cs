using System.Globalization;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>The members of an object as columns of a row.</summary>
/// <param name="shape">The object.</param>
/// <param name="first">The ordinal of its first column.</param>
/// <param name="types">How JSON is read.</param>
internal sealed class ShapeColumns(ShapeModel shape, int first, JsonTypes types) : IMemberSource
{
    public IEnumerable<string> Reserved => [];

    /// <summary>Writes each member to the next column.</summary>
    public static void EmitWrite(CodeWriter writer, ShapeModel shape, string owner, JsonTypes types)
    {
        string[] locals = ShapeEmitter.LocalNames(shape, []);
        StorageText.EmitExact(writer, shape, owner, owner == "task" ? owner : StorageNames.Result);
        for (int i = 0; i < shape.Members.Count; i++)
        {
            StoredMemberModel member = shape.Members[i];
            EmitWrite(writer, member, $"{owner}.{member.Property}", locals[i], types);
            if (!TakesNull(member.Value) && i < shape.Members.Count - 1)
            {
                writer.Line();
            }
        }
    }

    public static void EmitWrite(CodeWriter writer, StoredMemberModel member, string expression, string local, JsonTypes types)
    {
        ValueModel value = member.Value;
        StorageText.EmitWrite(
            writer,
            expression,
            TakesNull(value) ? null : local,
            there => ColumnValues.Write(value, StorageText.Checked(member, there, limits: true), types),
            "writer.WriteNull()");
    }

    // An empty column of what can be null is null: otherwise null would come back as something else.
    public bool KeepsDefault(int member) => shape.Members[member] is { HasDefault: true, Value.IsNullable: false, Place: MemberPlace.Init or MemberPlace.Set };

    public string Read(int member) => Read(shape.Members[member], Ordinal(member), types);

    public string IsThere(int member) => $"!reader.IsNull({Ordinal(member)})";

    public string ReadThere(int member) => ColumnValues.Read(shape.Members[member].Value, Ordinal(member), types);

    /// <summary>The expression that reads a member, or its default.</summary>
    public static string Read(StoredMemberModel member, string ordinal, JsonTypes types)
    {
        string read = ColumnValues.Read(member.Value, ordinal, types);
        return member switch
        {
            { Value: { IsNullable: true, IsReference: true } } => $"reader.IsNull({ordinal}) ? null : {read}",
            { Value: { IsNullable: true } value } => $"reader.IsNull({ordinal}) ? default({value.Type}) : {read}",
            { HasDefault: true, Default: { } literal } => $"reader.IsNull({ordinal}) ? {literal} : {read}",
            _ => read,
        };
    }

    // Else the value is looked at, in a block of its own.
    private static bool TakesNull(ValueModel value) => !value.IsNullable || (value.IsReference && ColumnValues.TakesNull(value.Form));

    private string Ordinal(int member) => (first + member).ToString(CultureInfo.InvariantCulture);
}
