namespace GeneratedScheduler.Generators.Tests.Storage;

/// <summary>Every type with a column of its own, nullable and not, with and without a default, through columns and JSON.</summary>
public class KindTests
{
    /// <summary>Type, default as a constant (if the type can have one), values.</summary>
    public static TheoryData<string, string?, string> Kinds => new()
    {
        { "bool", "true", "true, false" },
        { "sbyte", "-3", "sbyte.MinValue, 0, sbyte.MaxValue" },
        { "byte", "3", "byte.MinValue, byte.MaxValue" },
        { "short", "-3", "short.MinValue, 0, short.MaxValue" },
        { "ushort", "3", "ushort.MinValue, ushort.MaxValue" },
        { "int", "-3", "int.MinValue, 0, int.MaxValue" },
        { "uint", "3", "uint.MinValue, uint.MaxValue" },
        { "long", "-3", "long.MinValue, 0, long.MaxValue" },
        { "ulong", "3", "ulong.MinValue, ulong.MaxValue" },
        { "nint", "-3", "nint.MinValue, 0, nint.MaxValue" },
        { "nuint", "3", "nuint.MinValue, nuint.MaxValue" },
        { "char", "'x'", "'\\0', 'a', '\"', '\\\\', 'ß', '\\uD800', '\\uFFFF'" },
        { "float", "1.5F", "0F, -0F, float.MinValue, float.MaxValue, float.Epsilon, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.1F" },
        { "double", "1.5", "0D, -0D, double.MinValue, double.MaxValue, double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.1D, 1e23" },
        { "decimal", "1.50M", "0M, 0.00M, 1.10M, decimal.MinValue, decimal.MaxValue, 0.0000000000000000000000000001M" },
        { "string", "\"x\"", "\"\", \"a\", \"ß\\u20AC\", \"\\U0001F600\", \"\\\"\\\\/\\n\\t\\0\", \"null\", new string('x', 100_000)" },
        { "Guid", null, "Guid.Empty, new Guid(\"00112233-4455-6677-8899-aabbccddeeff\"), Guid.AllBitsSet" },
        {
            "DateTime", null,
            "DateTime.MinValue, DateTime.MaxValue, new DateTime(638000000001234567, DateTimeKind.Utc), new DateTime(638000000001234567, DateTimeKind.Local), new DateTime(638000000001234567, DateTimeKind.Unspecified), DateTime.UnixEpoch"
        },
        {
            "DateTimeOffset", null,
            "DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new DateTimeOffset(638000000001234567, new TimeSpan(-11, -30, 0)), new DateTimeOffset(638000000001234567, TimeSpan.FromHours(14))"
        },
        { "DateOnly", null, "DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2024, 2, 29)" },
        { "TimeOnly", null, "TimeOnly.MinValue, TimeOnly.MaxValue, new TimeOnly(1234567)" },
        { "TimeSpan", null, "TimeSpan.Zero, TimeSpan.MinValue, TimeSpan.MaxValue, new TimeSpan(-1), TimeSpan.FromDays(400)" },
        { "byte[]", null, "new byte[0], new byte[] { 0, 255, 128 }, new byte[100_000]" },
        { "Color", "Color.Red", "Color.Red, Color.Green, (Color)42, (Color)(-1), Color.@class" },
        { "Rights", "Rights.Read", "Rights.None, Rights.Read | Rights.Write, (Rights)255" },
        { "Of<sbyte>.E", "Of<sbyte>.E.B", "Of<sbyte>.E.A, (Of<sbyte>.E)(-9)" },
        { "Small", "Small.B", "Small.A, (Small)(-128), (Small)127" },
        { "Short", "Short.B", "Short.A, (Short)(-32768)" },
        { "Word", "Word.B", "Word.A, (Word)65535" },
        { "Wide", "Wide.B", "Wide.A, (Wide)uint.MaxValue" },
        { "Long", "Long.B", "Long.A, (Long)long.MinValue, (Long)long.MaxValue" },
        { "Huge", "Huge.B", "Huge.A, (Huge)ulong.MaxValue" },
        { "List<string?>", null, "new List<string?>(), new List<string?> { \"a\", null }" },
        { "Point", null, "default(Point), new Point(1, 2)" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_value_comes_back_as_it_was(string type, string? constant, string values)
    {
        string literal = constant is null ? "" : " = " + constant;
        StoredProgram.Run(
            Declarations + $$"""
            public static class Work
            {
                [ScheduledTask] public static {{type}} Plain({{type}} value) => value;
                [ScheduledTask] public static {{type}}? Maybe({{type}}? value) => value;
                {{(constant is null ? "" : $"[ScheduledTask] public static {type} Optional({type} value{literal}) => value;")}}
                [ScheduledTask] public static {{type}}? MaybeOptional({{type}}? value{{(constant is null ? " = null" : literal)}}) => value;
                [Actuator] public static {{type}}? Of(Settable task) => task.Nullable;
            }

            [ScheduledTask] public class Settable
            {
                public required {{type}} Required { get; init; }
                public {{type}} Value { get; set; } = Values.All[0];
                public {{type}} Init { get; init; } = Values.All[1];
                public {{type}}? Nullable { get; set; } = Values.All[0];
                public {{type}}? NullableInit { get; init; } = Values.All[0];
            }

            public static class Values { public static {{type}}[] All => [{{values}}]; }
            """,
            $$"""
            foreach (var value in Values.All)
            {
                RoundTrip.Check(PlainScheduler.CreateDefinition(), new PlainTask(value), task => task.Value, value);
                RoundTrip.Check(MaybeScheduler.CreateDefinition(), new MaybeTask(value), task => task.Value, value);
                {{(constant is null ? "" : "RoundTrip.Check(OptionalScheduler.CreateDefinition(), new OptionalTask(value), task => task.Value, value);")}}
                RoundTrip.Check(MaybeOptionalScheduler.CreateDefinition(), new MaybeOptionalTask(value), task => task.Value, value);
                var task = new Settable { Required = value, Value = value, Init = value, Nullable = value, NullableInit = value };
                foreach (Func<Settable, {{type}}?> get in new Func<Settable, {{type}}?>[] { t => t.Required, t => t.Value, t => t.Init, t => t.Nullable, t => t.NullableInit })
                {
                    RoundTrip.Check(SettableScheduler.CreateDefinition(), task, get, value);
                }
            }

            RoundTrip.Check(MaybeScheduler.CreateDefinition(), new MaybeTask(null), task => task.Value, null);
            RoundTrip.Check(MaybeOptionalScheduler.CreateDefinition(), new MaybeOptionalTask(null), task => task.Value, null);
            RoundTrip.Check(SettableScheduler.CreateDefinition(), new Settable { Required = Values.All[0], Nullable = null, NullableInit = null }, task => task.Nullable ?? task.NullableInit, null);
            """);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_missing_takes_its_default_or_is_named(string type, string? constant, string values) => StoredProgram.Run(
        Declarations + $$"""
        public static class Work
        {
            [ScheduledTask] public static void Plain({{type}} value) { }
            {{(constant is null ? "" : $"[ScheduledTask] public static void Optional({type} value = {constant}) {{ }}")}}
            [Actuator] public static void Of(Settable task) { }
        }

        [ScheduledTask] public class Settable
        {
            public {{type}} Value { get; set; } = Values.All[0];
            public {{type}} Init { get; init; } = Values.All[1];
            public {{type}}? Nullable { get; set; } = Values.All[0];
        }

        public static class Values { public static {{type}}[] All => [{{values}}]; }
        """,
        $$"""
        RoundTrip.Same("column0", RoundTrip.Unreadable(() => RoundTrip.FromNothing(PlainScheduler.CreateDefinition())), "columns");
        RoundTrip.Same("value", RoundTrip.Unreadable(() => RoundTrip.FromJson(PlainScheduler.CreateDefinition(), "{}")), "JSON");
        RoundTrip.Same("value", RoundTrip.Unreadable(() => RoundTrip.FromJson(PlainScheduler.CreateDefinition(), "{\"value\":null}")), "null");
        RoundTrip.Same("value", RoundTrip.Unreadable(() => RoundTrip.FromJson(PlainScheduler.CreateDefinition(), "{\"value\":[[{}]]}")), "another type");
        {{(constant is null ? "" : $"""
            {type} expected = {constant};
            RoundTrip.Same(expected, RoundTrip.FromNothing(OptionalScheduler.CreateDefinition()).Value, "columns");
            RoundTrip.Same(expected, RoundTrip.FromJson(OptionalScheduler.CreateDefinition(), "<>").Value, "JSON");
            """.Replace("<>", "{}", StringComparison.Ordinal))}}
        var empty = RoundTrip.FromNothing(SettableScheduler.CreateDefinition());
        RoundTrip.Same(Values.All[0], empty.Value, "columns of what can be set");
        RoundTrip.Same(Values.All[1], empty.Init, "columns of what can be set at first");
        RoundTrip.Same(null, empty.Nullable, "columns of what can be null");
        var missing = RoundTrip.FromJson(SettableScheduler.CreateDefinition(), "{ \"unknown\": { \"a\": [1, 2] } }");
        RoundTrip.Same(Values.All[0], missing.Value, "JSON of what can be set");
        RoundTrip.Same(Values.All[1], missing.Init, "JSON of what can be set at first");
        RoundTrip.Same(Values.All[0], missing.Nullable, "JSON of what can be null");
        """);

    private const string Declarations = """
        [assembly: TaskJsonContext(typeof(MyJson))]

        [JsonSerializable(typeof(List<string>))]
        [JsonSerializable(typeof(Point))]
        internal sealed partial class MyJson : JsonSerializerContext;

        public readonly record struct Point(int X, int Y);
        public enum Color { Red, Green = 5, Also = 5, @class = 7 }
        [Flags] public enum Rights : byte { None = 0, Read = 1, Write = 2 }
        public static class Of<T> { public enum E : sbyte { A = -1, B = 1 } }
        [Flags] public enum Small : sbyte { A = -1, B = 1 }
        [Flags] public enum Short : short { A = -1, B = 1 }
        [Flags] public enum Word : ushort { A, B }
        [Flags] public enum Wide : uint { A, B }
        [Flags] public enum Long : long { A = -1, B = 1 }
        public enum Huge : ulong { A, B }

        """;
}
