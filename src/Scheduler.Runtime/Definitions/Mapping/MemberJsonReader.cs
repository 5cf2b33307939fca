using System.Text.Json;

namespace GeneratedScheduler.Storage;

/// <summary>
/// Reads the members of a JSON object, and says of a value that is not one of its member which member that is. Called by emitted codecs.
/// </summary>
/// <remarks>
/// Each method that reads a value takes a reader that stands on the value, or right before it. All throw
/// <see cref="UnreadableMemberException"/>, never an exception of <see cref="Utf8JsonReader"/>.
/// </remarks>
public static partial class MemberJsonReader
{
    /// <summary>What JSON itself calls the whole of a document.</summary>
    internal const string Document = "$";

    /// <summary>Enters an object.</summary>
    public static void ReadStart(ref Utf8JsonReader reader)
    {
        MoveToValue(ref reader, Document);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw NotA("an object", ref reader, Document);
        }
    }

    /// <summary>Moves to the name of the next member.</summary>
    /// <returns>Whether there is one; if not, the reader stands on the end of the object.</returns>
    public static bool ReadName(ref Utf8JsonReader reader)
    {
        Move(ref reader, Document);
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Passes over a value.</summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.None)
        {
            Move(ref reader, Document);
        }

        try
        {
            if (reader.TrySkip())
            {
                return;
            }
        }
        catch (JsonException exception)
        {
            throw NoJson(Document, exception);
        }

        throw Incomplete(Document);
    }

    /// <summary>Whether the value is null.</summary>
    public static bool IsNull(ref Utf8JsonReader reader, string member)
    {
        MoveToValue(ref reader, member);
        return reader.TokenType == JsonTokenType.Null;
    }

    /// <summary>What to throw for a member that is missing.</summary>
    public static UnreadableMemberException Missing(string member) =>
        new(member, "is missing and has no default. What was stored may be older than the member: give the member a default.");

    private static void MoveToValue(ref Utf8JsonReader reader, string member)
    {
        if (reader.TokenType is JsonTokenType.None or JsonTokenType.PropertyName)
        {
            Move(ref reader, member);
        }
    }

    private static void Move(ref Utf8JsonReader reader, string member)
    {
        try
        {
            if (reader.Read())
            {
                return;
            }
        }
        catch (JsonException exception)
        {
            throw NoJson(member, exception);
        }

        throw Incomplete(member);
    }

    private static UnreadableMemberException Incomplete(string member) => new(member, "ends in the middle.");

    private static UnreadableMemberException NotA(string what, ref Utf8JsonReader reader, string member) =>
        new(member, $"is a JSON {reader.TokenType}, which is not {what} that the member can hold.");

    private static UnreadableMemberException NoJson(string member, JsonException exception) =>
        new(member, $"is not JSON: {exception.Message}", exception);
}
