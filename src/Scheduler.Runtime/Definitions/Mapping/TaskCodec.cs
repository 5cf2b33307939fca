using System.Text.Json;

namespace GeneratedScheduler.Storage;

/// <summary>
/// How the payload and the result of one kind of task become one JSON object keyed by member name, and come back. Emitted for
/// each kind of task; has no state.
/// </summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
/// <remarks>Unknown members are skipped. A missing member takes its default; one without a default is an error.</remarks>
public abstract class TaskCodec<TTask, TResult>
{
    /// <summary>Writes a payload as one JSON value.</summary>
    public abstract void WriteTask(Utf8JsonWriter writer, TTask task);

    /// <summary>Reads a payload; the reader stands before the value or on its first token.</summary>
    /// <exception cref="UnreadableMemberException">A member is missing or is not a value of its type.</exception>
    public abstract TTask ReadTask(ref Utf8JsonReader reader);

    /// <summary>Writes a result as one JSON value.</summary>
    public abstract void WriteResult(Utf8JsonWriter writer, TResult? result);

    /// <summary>Reads a result; the reader stands before the value or on its first token.</summary>
    /// <exception cref="UnreadableMemberException">A member is missing or is not a value of its type.</exception>
    public abstract TResult? ReadResult(ref Utf8JsonReader reader);
}
