using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests.Storage;

public class MapperTests
{
    [Fact]
    public void Method() => Verify(
        """
        using System;
        using System.Collections.Generic;
        using System.Text.Json.Serialization;
        using GeneratedScheduler;

        [assembly: TaskJsonContext(typeof(MyApp.MyJson))]

        namespace MyApp;

        public enum Color { Red, Green = 5, Also = 5, [Obsolete] Old = 7 }
        [Flags] public enum Rights : byte { None = 0, Read = 1, Write = 2 }

        [JsonSerializable(typeof(List<string>))]
        internal sealed partial class MyJson : JsonSerializerContext;

        public static class Calculator
        {
            [ScheduledTask("calculator.sum")]
            [FormerName("calculator.add")]
            public static int Sum(
                [TaskColumn("first", IsIndexed = true)] int a,
                string customerName,
                List<string> items,
                Color color,
                Color? maybe,
                Rights rights,
                int? number,
                DateTime at,
                [TaskColumn(Precision = 20, Scale = 4)] decimal price,
                [TaskColumn(Length = 10)] string? note = null,
                short b = -2,
                [FormerName("oldName")] string c = "x",
                [NotStored] int cached = 3,
                [TaskColumn(Storage = ColumnStorage.Timestamp)] DateTimeOffset when = default,
                params byte[] bytes) => a;
        }
        """,
        "Method");

    private static GeneratorRun Verify(string source, string snapshot) =>
        GeneratorTest.Verify(source, snapshot, options: new BuildProperties(new Dictionary<string, string> { [OptionsParser.Storage] = "all" }));
}
