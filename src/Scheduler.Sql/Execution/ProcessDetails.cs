using System.Text;
using System.Text.Json;

namespace GeneratedScheduler.Sql;

/// <summary>
/// Where a process runs and what: <c>{"machine":"web-1","process":4711,"runs":{"mail.send":2}}</c>. In ASCII, other characters are escaped: so every name of a machine or a kind
/// can be stored, whatever the encoding of the database is.
/// </summary>
internal readonly record struct ProcessDetails(string Machine, int Process, IReadOnlyDictionary<string, int> Runs)
{
    public override string ToString()
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text))
        {
            writer.WriteStartObject();
            writer.WriteString("machine", Machine);
            writer.WriteNumber("process", Process);
            writer.WriteStartObject("runs");
            foreach ((string kind, int count) in Runs)
            {
                writer.WriteNumber(kind, count);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.ASCII.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Reads what a process of any version has written: unknown members are skipped. Of a text that cannot be read, what comes before the error is taken: the process is listed all the same.</summary>
    public static ProcessDetails Parse(string text)
    {
        string machine = "";
        int process = 0;
        Dictionary<string, int> runs = new(StringComparer.Ordinal);
        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text));
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                switch (name, reader.TokenType)
                {
                    case ("machine", JsonTokenType.String):
                        machine = reader.GetString()!;
                        break;
                    case ("process", JsonTokenType.Number):
                        process = reader.GetInt32();
                        break;
                    case ("runs", JsonTokenType.StartObject):
                        ReadRuns(ref reader, runs);
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // Written by something else.
        }

        return new ProcessDetails(machine, process, runs);
    }

    private static void ReadRuns(ref Utf8JsonReader reader, Dictionary<string, int> runs)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string kind = reader.GetString()!;
            reader.Read();
            runs[kind] = reader.GetInt32();
        }
    }
}
