using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>Writes how a task becomes JSON, and JSON a task.</summary>
/// <example><code>
/// private sealed class Codec : TaskCodec&lt;SumTask, int&gt;
/// {
///     public override void WriteTask(Utf8JsonWriter writer, SumTask task) …
///     public override SumTask ReadTask(ref Utf8JsonReader reader) …
///     public override void WriteResult(Utf8JsonWriter writer, int result) …
///     public override int ReadResult(ref Utf8JsonReader reader) …
/// }
/// </code></example>
internal sealed class CodecEmitter(CodeWriter writer, CompleteTask task, StorageModel storage)
{
    private readonly JsonTypes _types = new(storage);

    public void Emit()
    {
        string payload = task.Task.PayloadType;
        writer.Summary("How a task becomes a JSON object, and comes back.");
        RequirementEmitter.EmitSuppressions(writer, task.Task.ReadingRequirements);
        using (writer.Block($"private sealed class Codec : {Names.Codec(payload, task.Actuator.ResultType)}"))
        {
            StorageMembers.EmitTaskName(writer, task, storage, limits: false);
            _types.Emit(writer);
            using (writer.Block($"public override void WriteTask({Names.JsonWriter} writer, {payload} task)"))
            {
                ShapeJson.EmitWrite(writer, storage.Payload.Payload, "task", _types);
            }

            writer.Line();
            using (writer.Block($"public override {payload} ReadTask(ref {Names.JsonReader} reader)"))
            {
                new ShapeJson(storage.Payload.Payload, _types).EmitRead(writer);
            }

            writer.Line();
            EmitResult(storage.Result);
        }
    }

    private void EmitResult(ResultStorageModel result)
    {
        using (writer.Block($"public override void WriteResult({Names.JsonWriter} writer, {result.Type} result)"))
        {
            EmitWriteResult(result);
        }

        writer.Line();
        using (writer.Block($"public override {result.Type} ReadResult(ref {Names.JsonReader} reader)"))
        {
            EmitReadResult(result);
        }
    }

    private void EmitWriteResult(ResultStorageModel result)
    {
        if (result.Value is { } value)
        {
            StoredMemberModel anyway = result.CanBeNull ? value with { Value = value.Value with { IsNullable = true } } : value;
            ShapeJson.EmitWriteValue(writer, anyway, "result", "present", _types);
            return;
        }

        if (result.Shape is not { } shape)
        {
            writer.Line("writer.WriteNullValue();");
            return;
        }

        if (result.CanBeNull)
        {
            using (writer.Block("if (result is not { } present)"))
            {
                writer.Line("writer.WriteNullValue();");
                writer.Line("return;");
            }

            writer.Line();
        }

        ShapeJson.EmitWrite(writer, shape, result.CanBeNull ? "present" : "result", _types);
    }

    private void EmitReadResult(ResultStorageModel result)
    {
        string isNull = ShapeJson.IsNull("result");
        if (result.Value is { } value)
        {
            string read = JsonValues.Read(value.Value, value.Name, _types);
            string none = value.Value.IsReference ? "null" : $"default({result.Type})";
            writer.Line(result.CanBeNull ? $"return {isNull} ? {none} : {read};" : $"return {read};");
            return;
        }

        if (result.Shape is not { } shape)
        {
            writer.Line($"{Names.MemberJsonReader}.Skip(ref reader);");
            writer.Line("return default;");
            return;
        }

        if (result.CanBeNull)
        {
            using (writer.Block($"if ({isNull})"))
            {
                writer.Line("return null;");
            }

            writer.Line();
        }

        new ShapeJson(shape, _types).EmitRead(writer);
    }
}
