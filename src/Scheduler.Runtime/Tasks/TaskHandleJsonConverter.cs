using System.Text.Json;
using System.Text.Json.Serialization;

namespace GeneratedScheduler;

/// <summary>
/// Writes a <see cref="TaskHandle{TResult}"/> to JSON as <c>{"id":"…"}</c>, so that a web endpoint may return it. The completion is not
/// waited for and not written. A handle belongs to its process, so it cannot be read again.
/// </summary>
public sealed class TaskHandleJsonConverter : JsonConverter<object>
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeof(IIdentified).IsAssignableFrom(typeToConvert);

    /// <inheritdoc/>
    public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A task handle belongs to the process that enqueued the task; read the id, and find the task by it.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        writer.WriteString("id", ((IIdentified)value).Id.Value);
        writer.WriteEndObject();
    }

    /// <summary>What the handles of all results have in common.</summary>
    internal interface IIdentified
    {
        TaskId Id { get; }
    }
}
