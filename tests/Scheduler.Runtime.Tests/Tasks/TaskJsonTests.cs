using System.Text.Json;
using System.Text.Json.Serialization;

namespace GeneratedScheduler.Runtime.Tests.Tasks;

/// <summary>What a web endpoint answers with: ids and handles.</summary>
public partial class TaskJsonTests
{
    private static readonly TaskId Id = TaskId.From(new Guid("01a22436-8ed8-7fe4-908b-8090a947f2db"));

    private static readonly JsonSerializerOptions[] Ways = [new(JsonSerializerDefaults.Web), new(JsonSerializerDefaults.Web) { TypeInfoResolver = Context.Default }];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_id_is_a_string_and_comes_back(int way)
    {
        string json = JsonSerializer.Serialize(new Answer(Id, null, new Dictionary<TaskId, int> { [Id] = 1 }), Ways[way]);

        Assert.Equal($"{{\"id\":\"{Id}\",\"other\":null,\"counts\":{{\"{Id}\":1}}}}", json);
        Answer read = JsonSerializer.Deserialize<Answer>(json, Ways[way])!;
        Assert.Equal((Id, null, 1), (read.Id, read.Other, read.Counts[Id]));
    }

    [Fact]
    public void An_empty_id_comes_back_as_such() =>
        Assert.Equal(default, JsonSerializer.Deserialize<TaskId>(JsonSerializer.Serialize(default(TaskId))));

    [Theory]
    [InlineData("\"7\"")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{}")]
    public void What_is_not_an_id_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TaskId>(json));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_handle_is_its_id_and_is_not_waited_for(int way)
    {
        var handle = new TaskHandle<int>(Id, new Never());

        Assert.Equal($"{{\"id\":\"{Id}\"}}", JsonSerializer.Serialize(handle, Ways[way]));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<TaskHandle<int>>("{}", Ways[way]));
    }

    internal sealed record Answer(TaskId Id, TaskId? Other, Dictionary<TaskId, int> Counts);

    [JsonSerializable(typeof(Answer))]
    [JsonSerializable(typeof(TaskHandle<int>))]
    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    internal sealed partial class Context : JsonSerializerContext;

    private sealed class Never : ITaskOutcomeSource<int>
    {
        public Task<TaskOutcome<int>> WaitAsync(TaskId id) => throw new InvalidOperationException("Nobody may ask for the outcome.");
    }
}
