using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GeneratedScheduler.Benchmarks.Output;

/// <summary>Results go to one writer as JSON lines, what is for people goes to the other.</summary>
internal sealed class BenchmarkOutput(TextWriter results, TextWriter notes)
{
    /// <summary>Writes one result, at once: a run that is stopped keeps what it has measured.</summary>
    public void Write<T>(T line, JsonTypeInfo<T> type)
    {
        results.WriteLine(JsonSerializer.Serialize(line, type));
        results.Flush();
    }

    /// <summary>Writes what was measured in a round, or the median of all rounds if there is no number of a round.</summary>
    public void Write(string scenario, Measurement measurement, int? round)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter writer = new(line))
        {
            writer.WriteStartObject();
            writer.WriteString("scenario", scenario);
            writer.WriteString("system", measurement.System);
            writer.WriteString("container", measurement.Container);
            writer.WriteNumber("tasks", measurement.Tasks);
            writer.WriteNumber("concurrency", measurement.Concurrency);
            writer.WriteString("kind", round is null ? "median" : "round");
            if (round is { } number)
            {
                writer.WriteNumber("round", number);
            }

            writer.WriteNumber("ran", measurement.Ran);
            measurement.Figures.WriteTo(writer);
            writer.WriteEndObject();
        }

        results.WriteLine(Encoding.UTF8.GetString(line.ToArray()));
        results.Flush();
    }

    public void Note(string text) => notes.WriteLine(text);
}
