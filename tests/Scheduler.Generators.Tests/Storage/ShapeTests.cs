namespace GeneratedScheduler.Generators.Tests.Storage;

/// <summary>Objects that are made of their members again: payload types and results.</summary>
public class ShapeTests
{
    [Theory]
    [InlineData("public record P(int A, string? B = \"x\");", "new P(1, null)")]
    [InlineData("public record P(int A) { public string? B { get; set; } = \"x\"; }", "new P(1) { B = null }")]
    [InlineData("public readonly record struct P(int A, string? B);", "new P(1, \"b\")")]
    [InlineData("public record struct P(int A) { public string? B { get; init; } }", "new P(1) { B = \"b\" }")]
    [InlineData("public struct P { public P() { } public int A { get; set; } = 7; public string? B { get; set; } }", "new P { A = 1, B = \"b\" }")]
    [InlineData("public class P { public int A { get; set; } public string? B { get; init; } = \"x\"; }", "new P { A = 1, B = \"b\" }")]
    [InlineData("public class P { public required int A { get; init; } public required string? B { get; set; } }", "new P { A = 1, B = null }")]
    [InlineData("public class P(string? b, int a) { public int A => a; public string? B => b; public bool IsSmall => A < 5; }", "new P(\"b\", 1)")]
    [InlineData("public class P(int a, CancellationToken token = default) { public int A => a; public string? B { get; set; } private CancellationToken T => token; }", "new P(1) { B = \"b\" }")]
    [InlineData("public class P { public P(int a, string? b = null) { A = a; B = b; } public P(string? b) { B = b; } public int A { get; } public string? B { get; } }", "new P(1, \"b\")")]
    [InlineData("public sealed class P : Base { public string? B { get; set; } } public abstract class Base { public int A { get; set; } }", "new P { A = 1, B = \"b\" }")]
    [InlineData("public sealed record P(int A, string? B) : Base(A); public record Base(int A);", "new P(1, \"b\")")]
    [InlineData("public class P { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public P(int a) { A = a; } public required int A { get; init; } public string? B { get; init; } }", "new P(1) { B = \"b\" }")]
    [InlineData("public record P(int A) { public string? B { get; set; } [NotStored] public int Cache { get; set; } = 3; }", "new P(1) { B = \"b\", Cache = 4 }")]
    [InlineData("public record P(int A, [property: NotStored] int Cache = 3, string? B = null);", "new P(1, 4, \"b\")")]
    [InlineData("public record P(int A, [NotStored] int Cache = 3, string? B = null);", "new P(1, 4, \"b\")")]
    [InlineData("public record P(int A, string? B) { public int @class { get; init; } = 5; public int Made { get; init; } = 6; public int Defaults { get; init; } public int HasA { get; init; } = 1; public int Reader { get; set; } public int Writer { get; set; } = 2; public int Task { get; set; } public int Result { get; set; } public int Present { get; set; } }", "new P(1, null) { @class = 9, Made = 8, Reader = 3 }")]
    public void An_object_comes_back_with_its_members(string type, string value) => StoredProgram.Run(
        $$"""
        public static class Work { [Actuator] public static P? Run(P task) => task; }
        [ScheduledTask] {{type}}
        """,
        $$"""
        var task = {{value}};
        foreach (var back in new[]
        {
            RoundTrip.ThroughColumns(PScheduler.CreateDefinition(), task),
            RoundTrip.ThroughJson(PScheduler.CreateDefinition(), task),
            (P)RoundTrip.ResultThroughColumns(PScheduler.CreateDefinition(), task)!,
            (P)RoundTrip.ResultThroughJson(PScheduler.CreateDefinition(), task)!,
        })
        {
            RoundTrip.Same(task.A, back.A, "A");
            RoundTrip.Same(task.B, back.B, "B");
            {{(type.Contains("Cache") ? "RoundTrip.Same(3, back.Cache, \"Cache\");" : "")}}
            {{(type.Contains("Made") ? "RoundTrip.Same(task, back, \"all\");" : "")}}
        }

        RoundTrip.Same(null, RoundTrip.ResultThroughColumns(PScheduler.CreateDefinition(), null), "no result in columns");
        RoundTrip.Same(null, RoundTrip.ResultThroughJson(PScheduler.CreateDefinition(), null), "no result in JSON");
        """);

    [Theory]
    [InlineData("(int Sum, string? Name)", "(1, null)", "result_sum:Int32,result_name:Text")]
    [InlineData("(int, string)", "(1, \"a\")", "result_item1:Int32,result_item2:Text")]
    [InlineData("(int?, string?)", "(null, null)", "result_item1:Int32,result_item2:Text")]
    [InlineData("(int?, string?)?", "(null, null)", "result_present:Boolean,result_item1:Int32,result_item2:Text")]
    [InlineData("(int?, string?)?", "null", "result_present:Boolean,result_item1:Int32,result_item2:Text")]
    [InlineData("(int A, int B)?", "null", "result_a:Int32,result_b:Int32")]
    [InlineData("(int A, int B, int C, int D, int E, int F, int G, int H, int I)", "(1, 2, 3, 4, 5, 6, 7, 8, 9)", "result_a:Int32,result_b:Int32,result_c:Int32,result_d:Int32,result_e:Int32,result_f:Int32,result_g:Int32,result_h:Int32,result_i:Int32")]
    [InlineData("Pair", "new Pair(null, 2)", "result_first:Text,result_second:Int32")]
    [InlineData("Pair?", "null", "result_first:Text,result_second:Int32")]
    [InlineData("Maybe", "new Maybe(null, null)", "result_present:Boolean,result_first:Text,result_second:Int32")]
    [InlineData("Maybe?", "null", "result_present:Boolean,result_first:Text,result_second:Int32")]
    [InlineData("MaybeStruct", "new MaybeStruct(null)", "result_first:Text")]
    [InlineData("MaybeStruct?", "null", "result_present:Boolean,result_first:Text")]
    [InlineData("Generic<int>", "new Generic<int>(3)", "result_value:Int32")]
    [InlineData("Nested", "new Nested(new Pair(\"a\", 1))", "result_pair:Json")]
    [InlineData("List<string>", "new List<string> { \"a\" }", "result:Json")]
    [InlineData("Closed", "new Closed { Value = 3 }", "result:Json")]
    [InlineData("Shape", "new Circle(2)", "result:Json")]
    [InlineData("Fixed", "new Fixed(2)", "result_size:Int32")]
    [InlineData("string", "\"a\"", "result:Text")]
    [InlineData("string?", "null", "result:Text")]
    [InlineData("int?", "null", "result:Int32")]
    [InlineData("DayOfWeek", "DayOfWeek.Friday", "result:Text")]
    public void A_result_has_columns_of_its_own(string type, string value, string columns) => StoredProgram.Run(
        $$"""
        [assembly: TaskJsonContext(typeof(MyJson))]

        [JsonSerializable(typeof(Pair))]
        [JsonSerializable(typeof(Closed))]
        [JsonSerializable(typeof(Shape))]
        [JsonSerializable(typeof(List<string>))]
        internal sealed partial class MyJson : JsonSerializerContext;

        public record Pair(string? First, int Second);
        public record Maybe(string? First, int? Second);
        public readonly record struct MaybeStruct(string? First);
        public record Generic<T>(T Value);
        [JsonDerivedType(typeof(Circle), "circle")] public record Shape(int Size);
        public record Circle(int Size) : Shape(Size);
        public record Fixed(int Size) { [NotStored] public string Kind { get; } = "fixed"; public int Twice => Size * 2; }
        public record Nested(Pair Pair);
        public class Closed { [JsonInclude] public int Value { get; internal set; } = 2; public override string ToString() => Value.ToString(); }
        public static class Work { [ScheduledTask] public static Task<{{type}}> Run() => Task.FromResult<{{type}}>({{value}}); }
        """,
        $$"""
        var definition = RunScheduler.CreateDefinition();
        RoundTrip.CheckResult(definition, {{value}});
        RoundTrip.Same("{{columns}}", string.Join(",", definition.Mapper!.ResultColumns.Select(column => column.Name + ":" + column.Kind)), "columns");
        """);

    [Fact]
    public void A_task_without_a_result_has_no_columns_for_it() => StoredProgram.Run(
        "public static class Work { [ScheduledTask] public static void Run() { } [ScheduledTask] public static Task Walk(int a) => Task.CompletedTask; }",
        """
        RoundTrip.CheckResult(RunScheduler.CreateDefinition(), default);
        RoundTrip.Check(WalkScheduler.CreateDefinition(), new WalkTask(5), task => default, default);
        RoundTrip.Same(0, RunScheduler.CreateDefinition().Mapper!.TaskColumns.Length, "columns");
        RoundTrip.ThroughColumns(RunScheduler.CreateDefinition(), new RunTask());
        RoundTrip.ThroughJson(RunScheduler.CreateDefinition(), new RunTask());
        """);
}
