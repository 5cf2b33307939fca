using System.Text.Json;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Scheduling;

/// <summary>Payloads that come as JSON from people and programs outside, so that anything may be wrong with them.</summary>
internal static class PayloadJson
{
    private const string Payload = "the payload";

    /// <summary>Why a kind of task without a codec has no JSON, and what to do.</summary>
    public static string NoCodec(string taskName) =>
        $"{taskName}: there is no codec for JSON. Set <GeneratedSchedulerStorage>all</GeneratedSchedulerStorage> (or json, without a database) "
        + "in the project that declares the task; if it is set, the build says why the task cannot be stored as JSON.";

    /// <summary>Reads one payload; behind it there is nothing but white space.</summary>
    /// <exception cref="NotSupportedException">No codec is emitted for the kind of task.</exception>
    /// <exception cref="InvalidTaskException">The text is not JSON, or no payload of this kind.</exception>
    public static TTask Read<TTask, TResult>(TaskDefinition<TTask, TResult> definition, ReadOnlySpan<byte> json)
    {
        TaskCodec<TTask, TResult> codec = definition.Codec ?? throw new NotSupportedException(NoCodec(definition.Name));
        Utf8JsonReader reader = new(json);
        try
        {
            TTask task = codec.ReadTask(ref reader);
            return reader.Read() ? throw new JsonException("There is something behind the payload.") : task;
        }
        catch (UnreadableMemberException problem)
        {
            string member = problem.Member == MemberJsonReader.Document ? Payload : problem.Member;
            throw new InvalidTaskException(definition.Name, member, $"cannot be read from the JSON: {problem.Message}", problem);
        }
        catch (JsonException problem)
        {
            throw new InvalidTaskException(definition.Name, Payload, $"is not JSON: {problem.Message}", problem);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Constructors, setters and converters of the application run in there, and may throw anything.
            string message = TaskFailure.FromException(exception).Message;
            throw new InvalidTaskException(definition.Name, Payload, $"cannot be read from the JSON: {exception.GetType().Name}: {message}", exception);
        }
    }
}
