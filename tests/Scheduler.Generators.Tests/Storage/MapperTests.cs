using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis.CSharp;

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

    [Fact]
    public void Payload() => Verify(
        """
        using System;
        using System.Threading.Tasks;
        using GeneratedScheduler;

        namespace MyApp;

        [ScheduledTask("order.bill")]
        [TaskTable("bills")]
        public record Order(int Id, string? Customer = "nobody")
        {
            public required decimal Amount { get; init; }
            public int Retries { get; set; } = 3;
            public TimeSpan Patience { get; init; } = TimeSpan.FromDays(1);
            [NotStored] public string Cache { get; set; } = "";
            [Obsolete("Say Customer.")] public Guid? Reference { get; set; }
            public bool IsLarge => Amount > 100;
        }

        public class Receipt
        {
            [TaskColumn("receipt_number", IsIndexed = true)] public long? Number { get; set; }
            [FormerName("Remark")] public string? Note { get; set; }
        }

        public static class Billing
        {
            [Actuator] public static Task<Receipt> Bill(Order order) => Task.FromResult(new Receipt());
        }
        """,
        "Payload",
        "CS0618");

    [Theory]
    [InlineData("int a", "int")]
    [InlineData("(int A, string? B)? a = null", "(int A, string? B)?", "[NotStored] ")]
    public void Each_choice_emits_what_it_says(string parameter, string result, string attribute = "")
    {
        string source = $"using GeneratedScheduler; public static class A {{ [ScheduledTask] public static {result} Run({attribute}{parameter}) => a; }}";

        Assert.Equal((true, true), Emitted(source, "all"));
        Assert.Equal((true, false), Emitted(source, "sql"));
        Assert.Equal((false, true), Emitted(source, "json"));
        Assert.Equal((false, false), Emitted(source, "none"));
        Assert.Equal((false, false), Emitted(source, "auto"));
        Assert.Equal((false, false), Emitted(source, "everything"));
    }

    [Theory]
    [InlineData(true, false, "GeneratedScheduler.Sql")]
    [InlineData(false, true, "GeneratedScheduler.Redis")]
    [InlineData(true, true, "GeneratedScheduler.Redis", "GeneratedScheduler.Sql")]
    [InlineData(false, false, "GeneratedScheduler.Sql.Other")]
    public void References_say_what_is_wanted(bool mapper, bool codec, params string[] assemblies)
    {
        ProjectSetup project = ProjectSetup.Referencing(assemblies);
        CSharpCompilation input = TestCompilation.Create(["using GeneratedScheduler; public static class A { [ScheduledTask] public static void Run(int a) { } }"])
            .AddReferences(project.References);

        Assert.Equal((mapper, codec), Emitted(GeneratorRun.Start(input)));
        Assert.Equal((false, false), Emitted(GeneratorRun.Start(input, StoredProgram.Options("none"))));
    }

    [Fact]
    public void Names_of_ours_make_way_for_names_of_users() => Verify(
        """
        #nullable disable
        using GeneratedScheduler;
        public class Mapper; public class Codec; public class StoredEnums; public class Persistence;
        namespace System.Text.Json { public class Mine; }
        namespace Other.GeneratedScheduler
        {
            public enum System { A }
            public static class Work
            {
                [ScheduledTask] public static System Run(
                    int reader, int? writer, int? task, int? made, int? defaults, int? hasReader, System? value, System @class, string _, string @__, int? result2, int? TaskName)
                    => System.A;
            }
        }
        """,
        snapshot: null);

    private static (bool Mapper, bool Codec) Emitted(string source, string storage) =>
        Emitted(GeneratorTest.Verify(source, options: StoredProgram.Options(storage)));

    private static (bool Mapper, bool Codec) Emitted(GeneratorRun run)
    {
        (bool Mapper, bool Codec) emitted = (
            run.Text.Contains("class Mapper :", StringComparison.Ordinal), run.Text.Contains("class Codec :", StringComparison.Ordinal));
        Assert.Equal(emitted.Mapper, run.Text.Contains("Mapper = new Mapper(),", StringComparison.Ordinal));
        Assert.Equal(emitted.Codec, run.Text.Contains("Codec = new Codec(),", StringComparison.Ordinal));
        Assert.Equal(emitted.Mapper || emitted.Codec, run.Files.Keys.Any(name => name.EndsWith(".Storage.g.cs", StringComparison.Ordinal)));
        return emitted;
    }

    private static GeneratorRun Verify(string source, string? snapshot, params string[] hidden) =>
        GeneratorTest.Verify(source, snapshot, options: StoredProgram.Options("all"), hidden: hidden);
}
