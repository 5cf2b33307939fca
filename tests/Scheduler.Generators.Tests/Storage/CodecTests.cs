namespace GeneratedScheduler.Generators.Tests.Storage;

/// <summary>What codecs and mappers do with values that are old, wrong, or cannot be kept.</summary>
public class CodecTests
{
    private const string Work = """
        public enum Color { Red, Green }
        public static class Work
        {
            [ScheduledTask("work.run")]
            public static int? Run([FormerName("alpha"), FormerName("Beta")] int a, string? b = "x", Color color = Color.Red, [TaskColumn(Length = 3)] string? s = null, [TaskColumn(Length = 2)] byte[]? bytes = null) => null;

            [ScheduledTask("work.walk")] public static void Walk(byte small, uint medium, double number, Guid id, byte[] bytes) { }
            [ScheduledTask("work.say")] public static string Say(string text) => text;
        }
        """;

    [Theory]
    [InlineData("""{"a":1}""", "1 x Red")]
    [InlineData("""{ "a" : 1 , "b" : null , "color" : "Green" }""", "1  Green")]
    [InlineData("""{"alpha":2,"unknown":{"a":[{"b":1}],"c":null},"b":"y"}""", "2 y Red")]
    [InlineData("""{"Beta":3}""", "3 x Red")]
    [InlineData("""{"a":1,"a":4}""", "4 x Red")]
    [InlineData("""{"\u0061":5,"color":"17"}""", "5 x 17")]
    [InlineData("""{"a":6,"A":"no member","colour":"Green"}""", "6 x Red")]
    public void An_object_is_read_by_the_names_of_members(string json, string expected) => StoredProgram.Run(
        Work,
        $""""
        var task = RoundTrip.FromJson(RunScheduler.CreateDefinition(), """{json}""");
        RoundTrip.Same("{expected}", task.A + " " + task.B + " " + task.Color, "task");
        """");

    [Theory]
    [InlineData("{}", "a")]
    [InlineData("""{"a":null}""", "a")]
    [InlineData("""{"a":"1"}""", "a")]
    [InlineData("""{"a":1.5}""", "a")]
    [InlineData("""{"a":2147483648}""", "a")]
    [InlineData("""{"a":1e400}""", "a")]
    [InlineData("""{"a":true}""", "a")]
    [InlineData("""{"alpha":[]}""", "a")]
    [InlineData("""{"a":1,"b":5}""", "b")]
    [InlineData("""{"a":1,"b":"\ud800"}""", "b")]
    [InlineData("""{"a":1,"color":"Blue"}""", "color")]
    [InlineData("""{"a":1,"color":1}""", "color")]
    [InlineData("""{"a":1,"color":null}""", "color")]
    [InlineData("""{"a":1,"bytes":"?"}""", "bytes")]
    [InlineData("[]", "$")]
    [InlineData("null", "$")]
    [InlineData("1", "$")]
    [InlineData(" ", "$")]
    [InlineData("{", "$")]
    [InlineData("""{"a":1""", "a")]
    [InlineData("""{"a":1 """, "$")]
    [InlineData("""{"a":1,}""", "$")]
    [InlineData("""{"a":""", "a")]
    [InlineData("""{"x":{"y":""", "$")]
    [InlineData("nonsense", "$")]
    public void What_cannot_be_read_names_the_member(string json, string member) => StoredProgram.Run(
        Work,
        $""""
        RoundTrip.Same("{member}", RoundTrip.Unreadable(() => RoundTrip.FromJson(RunScheduler.CreateDefinition(), """{json}""")), "member");
        """");

    [Fact]
    public void Values_of_another_type_are_refused() => StoredProgram.Run(
        Work,
        """
        const string Right = "{\"small\":1,\"medium\":2,\"number\":3,\"id\":\"00112233-4455-6677-8899-aabbccddeeff\",\"bytes\":\"AAE=\"}";
        RoundTrip.FromJson(WalkScheduler.CreateDefinition(), Right);
        foreach (var (before, after, member) in new[]
        {
            ("1", "256", "small"), ("1", "-1", "small"), ("\"medium\":2", "\"medium\":-2", "medium"), ("\"number\":3", "\"number\":\"three\"", "number"),
            ("\"number\":3", "\"number\":{}", "number"), ("00112233-", "0011-", "id"), ("\"AAE=\"", "[0,1]", "bytes"), ("\"AAE=\"", "\"A\"", "bytes"),
        })
        {
            string json = Right.Replace(before, after);
            RoundTrip.Same(member, RoundTrip.Unreadable(() => RoundTrip.FromJson(WalkScheduler.CreateDefinition(), json)), json);
        }
        """);

    [Fact]
    public void What_cannot_be_kept_is_refused_before_it_is_written() => StoredProgram.Run(
        Work,
        """
        RoundTrip.Same("s", RoundTrip.Invalid(() => RoundTrip.ThroughColumns(RunScheduler.CreateDefinition(), new RunTask(1, S: "long"))), "length");
        RoundTrip.Same("bytes", RoundTrip.Invalid(() => RoundTrip.ThroughColumns(RunScheduler.CreateDefinition(), new RunTask(1, Bytes: new byte[3]))), "length");
        RoundTrip.ThroughColumns(RunScheduler.CreateDefinition(), new RunTask(1, S: "fit", Bytes: new byte[2]));
        RoundTrip.ThroughJson(RunScheduler.CreateDefinition(), new RunTask(1, S: "long"));
        foreach (string text in new[] { "\ud800", "a\udc00", "\ud800\ud800\udc00", "\ud83d\ude00\ude00" })
        {
            RoundTrip.Same("text", RoundTrip.Invalid(() => RoundTrip.ThroughJson(SayScheduler.CreateDefinition(), new SayTask(text))), "half a pair");
            RoundTrip.Same("result", RoundTrip.Invalid(() => RoundTrip.ResultThroughJson(SayScheduler.CreateDefinition(), text)), "half a pair");
        }

        RoundTrip.Same("text", RoundTrip.Invalid(() => RoundTrip.ThroughColumns(SayScheduler.CreateDefinition(), new SayTask(null!))), "null");
        RoundTrip.Same("text", RoundTrip.Invalid(() => RoundTrip.ThroughJson(SayScheduler.CreateDefinition(), new SayTask(null!))), "null");
        """);

    [Fact]
    public void Columns_say_what_they_are() => StoredProgram.Run(
        Work,
        """
        var mapper = RunScheduler.CreateDefinition().Mapper!;
        RoundTrip.Same("work_run", mapper.Table, "table");
        RoundTrip.Same("a b color s bytes", string.Join(" ", mapper.TaskColumns.Select(column => column.Name)), "names");
        RoundTrip.Same("alpha beta", string.Join(" ", mapper.TaskColumns[0].FormerNames), "former names");
        RoundTrip.Same("False False;True True;False True;True True;True True", string.Join(";", mapper.TaskColumns.Select(column => column.IsNullable + " " + column.HasDefault)), "null and default");
        RoundTrip.Same("  32", string.Join("", mapper.TaskColumns.Select(column => column.Length?.ToString() ?? "")).PadLeft(4), "lengths");
        RoundTrip.Same("result", mapper.ResultColumns.Single().Name, "result");
        """);

    [Fact]
    public void A_reader_may_stand_before_the_value_or_on_it_within_other_JSON() => StoredProgram.Run(
        Work,
        """
        var definition = RunScheduler.CreateDefinition();
        foreach (bool steps in new[] { false, true })
        {
            var reader = new System.Text.Json.Utf8JsonReader("{\"task\":{\"a\":7,\"x\":[]},\"result\":8}"u8);
            reader.Read();
            reader.Read();
            if (steps) reader.Read();
            RoundTrip.Same(7, definition.Codec!.ReadTask(ref reader).A, "task");
            reader.Read();
            if (steps) reader.Read();
            RoundTrip.Same(8, definition.Codec!.ReadResult(ref reader), "result");
            reader.Read();
            RoundTrip.Same(System.Text.Json.JsonTokenType.EndObject, reader.TokenType, "end");
        }
        """);

    [Fact]
    public void A_context_that_lacks_a_type_at_run_time_is_named() => StoredProgram.Run(
        """
        [assembly: TaskJsonContext(typeof(MyJson))]
        [JsonSerializable(typeof(List<int>))]
        internal sealed class MyJson : JsonSerializerContext
        {
            public MyJson() : base(null) { }
            public static MyJson Default { get; } = new();
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        }

        public static class Work { [ScheduledTask("work.run")] public static void Run(List<int> a) { } }
        """,
        """
        try { RunScheduler.CreateDefinition(); }
        catch (SchedulerConfigurationException exception) { RoundTrip.Same("work.run", exception.TaskName, "task"); return; }
        throw new InvalidOperationException("Nothing was thrown.");
        """,
        completesContexts: false);
}
