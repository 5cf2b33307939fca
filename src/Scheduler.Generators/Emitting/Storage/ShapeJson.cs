using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>The members of an object as those of a JSON object.</summary>
/// <example><code>
/// int a = default;
/// bool hasA = false;
/// int b = 2;
/// MemberJsonReader.ReadStart(ref reader);
/// while (MemberJsonReader.ReadName(ref reader))
/// {
///     if (reader.ValueTextEquals("a"u8))
///     {
///         a = MemberJsonReader.ReadInteger&lt;int&gt;(ref reader, "a");
///         hasA = true;
///     }
///     else if …
///     else
///     {
///         MemberJsonReader.Skip(ref reader);
///     }
/// }
///
/// return new SumTask(hasA ? a : throw MemberJsonReader.Missing("a"), b);
/// </code></example>
internal sealed class ShapeJson : IMemberSource
{
    private readonly ShapeModel _shape;
    private readonly JsonTypes _types;
    private readonly string[] _locals;
    private readonly string[] _flags;

    public ShapeJson(ShapeModel shape, JsonTypes types)
    {
        _shape = shape;
        _types = types;
        var taken = new HashSet<string>(["reader", "made", "defaults"], StringComparer.Ordinal);
        _locals = [.. shape.Members.Select(member => Take(Naming.Camel(member.Name), taken))];
        _flags = [.. _locals.Select(local => Take("has" + Naming.Capital(local), taken))];
        Reserved = taken;
    }

    public IEnumerable<string> Reserved { get; }

    /// <summary>Writes an object.</summary>
    public static void EmitWrite(CodeWriter writer, ShapeModel shape, string owner, JsonTypes types)
    {
        string[] locals = ShapeEmitter.LocalNames(shape, []);
        StorageText.EmitExact(writer, shape, owner, owner == "task" ? owner : StorageNames.Result);
        writer.Line("writer.WriteStartObject();");
        for (int i = 0; i < shape.Members.Count; i++)
        {
            StoredMemberModel member = shape.Members[i];
            writer.Line($"writer.WritePropertyName({Utf8(member.Name)});");
            EmitWriteValue(writer, member, $"{owner}.{member.Property}", locals[i], types);
            if (!TakesNull(member.Value))
            {
                writer.Line();
            }
        }

        writer.Line("writer.WriteEndObject();");
    }

    /// <summary>Writes one value.</summary>
    public static void EmitWriteValue(CodeWriter writer, StoredMemberModel member, string expression, string local, JsonTypes types)
    {
        ValueModel value = member.Value;
        StorageText.EmitWrite(
            writer,
            expression,
            TakesNull(value) ? null : local,
            there => JsonValues.Write(value, StorageText.Checked(member, there, limits: false), member.Name, types),
            "writer.WriteNullValue()");
    }

    /// <summary>Whether the value is null, as C#.</summary>
    public static string IsNull(string member) => $"{Names.MemberJsonReader}.IsNull(ref reader, {ColumnValues.Quote(member)})";

    /// <summary>Reads an object.</summary>
    public void EmitRead(CodeWriter writer)
    {
        EmitLocals(writer);
        writer.Line($"{Names.MemberJsonReader}.ReadStart(ref reader);");
        using (writer.Block($"while ({Names.MemberJsonReader}.ReadName(ref reader))"))
        {
            for (int i = 0; i < _shape.Members.Count; i++)
            {
                EmitMember(writer, i);
            }

            if (_shape.Members.Count == 0)
            {
                writer.Line($"{Names.MemberJsonReader}.Skip(ref reader);");
            }
            else
            {
                using (writer.Block("else"))
                {
                    writer.Line($"{Names.MemberJsonReader}.Skip(ref reader);");
                }
            }
        }

        writer.Line();
        new ShapeEmitter(writer, _shape, this).Emit();
    }

    public bool KeepsDefault(int member) => _shape.Members[member] is { HasDefault: true, Place: MemberPlace.Init or MemberPlace.Set };

    public string Read(int member) => _shape.Members[member].HasDefault
        ? _locals[member]
        : $"{_flags[member]} ? {_locals[member]} : throw {Names.MemberJsonReader}.Missing({ColumnValues.Quote(_shape.Members[member].Name)})";

    public string IsThere(int member) => _flags[member];

    public string ReadThere(int member) => _locals[member];

    private void EmitLocals(CodeWriter writer)
    {
        for (int i = 0; i < _shape.Members.Count; i++)
        {
            StoredMemberModel member = _shape.Members[i];
            string unset = member.Value is { IsReference: true, IsNullable: false } ? "default!" : "default";
            writer.Line($"{member.Value.Type} {_locals[i]} = {member.Default ?? unset};");
            if (NeedsFlag(i))
            {
                writer.Line($"bool {_flags[i]} = false;");
            }
        }
    }

    private void EmitMember(CodeWriter writer, int i)
    {
        StoredMemberModel member = _shape.Members[i];
        string read = JsonValues.Read(member.Value, member.Name, _types);
        string none = member.Value.IsReference ? "null" : $"default({member.Value.Type})";
        using (writer.Block($"{(i == 0 ? "" : "else ")}if ({string.Join(" || ", KeysOf(member).Select(static key => $"reader.ValueTextEquals({Utf8(key)})"))})"))
        {
            writer.Line($"{_locals[i]} = {(member.Value.IsNullable ? $"{IsNull(member.Name)} ? {none} : " : "")}{read};");
            if (NeedsFlag(i))
            {
                writer.Line($"{_flags[i]} = true;");
            }
        }
    }

    // A name of today is nobody's former name.
    private IEnumerable<string> KeysOf(StoredMemberModel member) => member.FormerNames
        .Where(name => !_shape.Members.Any(other => other.Name == name))
        .Prepend(member.Name)
        .Distinct(StringComparer.Ordinal);

    private bool NeedsFlag(int member) => !_shape.Members[member].HasDefault || KeepsDefault(member);

    // Else the value is looked at, in a block of its own.
    private static bool TakesNull(ValueModel value) => !value.IsNullable || JsonValues.TakesNull(value.Form);

    private static string Utf8(string text) => ColumnValues.Quote(text) + "u8";

    private static string Take(string name, HashSet<string> taken)
    {
        string free = Naming.StepAside(name, taken);
        taken.Add(free);
        return Naming.Escape(free);
    }
}
