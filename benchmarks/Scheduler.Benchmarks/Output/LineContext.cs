using System.Text.Json.Serialization;

namespace GeneratedScheduler.Benchmarks.Output;

/// <summary>Writes lines as JSON without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EnvironmentLine))]
[JsonSerializable(typeof(GeneratorLine))]
[JsonSerializable(typeof(EmittedLine))]
[JsonSerializable(typeof(NativeSizeLine))]
[JsonSerializable(typeof(BloatLine))]
[JsonSerializable(typeof(IdleLine))]
[JsonSerializable(typeof(CommitLine))]
internal sealed partial class LineContext : JsonSerializerContext;
