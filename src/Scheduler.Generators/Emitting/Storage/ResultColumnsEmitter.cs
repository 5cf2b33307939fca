using System.Globalization;
using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>Writes how a result goes into its columns, and comes out of them.</summary>
internal sealed class ResultColumnsEmitter(CodeWriter writer, ResultStorageModel result, JsonTypes types)
{
    public void Emit()
    {
        using (writer.Block($"public override void WriteResult({result.Type} result, {Names.ColumnWriter} writer)"))
        {
            EmitWrite();
        }

        writer.Line();
        using (writer.Block($"public override {result.Type} ReadResult({Names.ColumnReader} reader)"))
        {
            EmitRead();
        }
    }

    private void EmitWrite()
    {
        if (result.Value is { } value)
        {
            EmitWriteValue(value);
        }
        else if (result.Shape is { } shape)
        {
            EmitWriteShape(shape);
        }
    }

    private void EmitWriteValue(StoredMemberModel value)
    {
        // There may be no result, whatever its type says.
        StoredMemberModel anyway = result.CanBeNull ? value with { Value = value.Value with { IsNullable = true } } : value;
        ShapeColumns.EmitWrite(writer, anyway, "result", "present", types);
    }

    private void EmitWriteShape(ShapeModel shape)
    {
        if (!result.CanBeNull)
        {
            ShapeColumns.EmitWrite(writer, shape, "result", types);
            return;
        }

        using (writer.Block("if (result is not { } present)"))
        {
            for (int i = 0; i < shape.Members.Count + (result.HasPresence ? 1 : 0); i++)
            {
                writer.Line("writer.WriteNull();");
            }

            writer.Line("return;");
        }

        writer.Line();
        if (result.HasPresence)
        {
            writer.Line("writer.WriteBoolean(true);");
        }

        ShapeColumns.EmitWrite(writer, shape, "present", types);
    }

    private void EmitRead()
    {
        if (result.Value is { } value)
        {
            string read = ColumnValues.Read(value.Value, "0", types);
            string none = value.Value.IsReference ? "null" : $"default({result.Type})";
            writer.Line(result.CanBeNull ? $"return reader.IsNull(0) ? {none} : {read};" : $"return {read};");
        }
        else if (result.Shape is { } shape)
        {
            EmitAbsence(shape);
            new ShapeEmitter(writer, shape, new ShapeColumns(shape, result.HasPresence ? 1 : 0, types)).Emit();
        }
        else
        {
            writer.Line("return default;");
        }
    }

    private void EmitAbsence(ShapeModel shape)
    {
        if (!result.CanBeNull)
        {
            return;
        }

        IEnumerable<int> telling = result.HasPresence ? [0] : Enumerable.Range(0, shape.Members.Count).Where(i => !shape.Members[i].Value.IsNullable);
        writer.List("if (", [string.Join(" && ", telling.Select(static i => $"reader.IsNull({i.ToString(CultureInfo.InvariantCulture)})"))], ")");
        using (writer.Braces())
        {
            writer.Line("return null;");
        }

        writer.Line();
    }
}
