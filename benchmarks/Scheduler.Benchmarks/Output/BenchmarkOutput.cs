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

    public void Note(string text) => notes.WriteLine(text);
}
