using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Scheduling;

/// <summary>A row of one kind of task.</summary>
/// <param name="definition">The kind of task.</param>
/// <param name="record">The task.</param>
/// <param name="result">What it returned.</param>
/// <param name="unreadable">Why that could not be read; <see langword="null"/> if it could.</param>
internal sealed class KindRow<TTask, TResult>(
    TaskDefinition<TTask, TResult> definition, TaskRecord<TTask, TResult> record, TResult? result, Exception? unreadable) : TaskRow(definition.Name)
{
    // The text is a value of its own, and no part of a page: what is safe in JSON need not be safe in HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override TaskRecord Record => record;

    public override TaskJson Payload => record.Failure is { Reason: TaskFailureReason.Unreadable } failure
        ? TaskJson.Because(failure.Message)
        : Write((codec, writer) => codec.WriteTask(writer, record.Payload));

    public override TaskJson Result =>
        unreadable is not null ? TaskJson.Because(ExceptionText.MessageOf(unreadable) ?? unreadable.GetType().Name)
        : record.State != TaskState.Succeeded || typeof(TResult) == typeof(NoResult) ? default
        : Write((codec, writer) => codec.WriteResult(writer, result));

    private TaskJson Write(Action<TaskCodec<TTask, TResult>, Utf8JsonWriter> write)
    {
        if (definition.Codec is not { } codec)
        {
            return TaskJson.Because(PayloadJson.NoCodec(definition.Name));
        }

        ArrayBufferWriter<byte> bytes = new();
        try
        {
            using Utf8JsonWriter writer = new(bytes, Options);
            write(codec, writer);
            writer.Flush();
            return TaskJson.Of(Encoding.UTF8.GetString(bytes.WrittenSpan));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Converters and properties of the application run in there, and may throw anything. Other rows are shown all the same.
            return TaskJson.Because($"{exception.GetType().Name}: {ExceptionText.MessageOf(exception)}");
        }
    }
}
