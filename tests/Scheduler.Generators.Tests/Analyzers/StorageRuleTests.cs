using System.Text.RegularExpressions;
using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests.Analyzers;

public class StorageRuleTests
{
    private static readonly string Long = new('a', 64);

    private const string Json = """
        [assembly: TaskJsonContext(typeof(MyJson))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(List<int>))]
        [System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, int>))]
        internal sealed partial class MyJson : System.Text.Json.Serialization.JsonSerializerContext;

        """;

    [Theory]
    [InlineData("Action {|GS0037:a|}")]
    [InlineData("Task {|GS0037:a|}")]
    [InlineData("System.IO.Stream {|GS0037:a|}")]
    [InlineData("object {|GS0037:a|}")]
    [InlineData("dynamic {|GS0037:a|}")]
    [InlineData("IComparable {|GS0037:a|}")]
    [InlineData("(int, string) {|GS0037:a|}")]
    [InlineData("List<(int, string)> {|GS0037:a|}")]
    [InlineData("Func<int>[] {|GS0037:a|}")]
    public async Task GS0037_what_no_store_can_keep(string parameter)
    {
        await VerifyAsync(Json + Method(parameter), emittedFiles: 2);
        await VerifyAsync(Json + Method(parameter), emittedFiles: 2, storage: "json");
        await VerifyAsync(Json + Method(parameter), emittedFiles: 2, storage: "sql");
    }

    [Theory]
    [InlineData("[ScheduledTask] public class P { public int {|GS0037:A|}; }")]
    [InlineData("[ScheduledTask] public class P { public int {|GS0037:A|} { get; private set; } }")]
    [InlineData("[ScheduledTask] public class P { public int {|GS0037:A|} { get; } = 1; }")]
    [InlineData("[ScheduledTask] public class P { public int {|GS0037:A|} { get; internal set; } }")]
    [InlineData("[ScheduledTask] public class P { internal int {|GS0037:A|} { get; set; } }")]
    [InlineData("[ScheduledTask] public class P { private int {|GS0037:_n|}; public void Add() => _n++; public int Twice => _n * 2; }")]
    [InlineData("[ScheduledTask] public class P : B { public int A { get; set; } } public class B { protected int {|GS0037:_n|}; }")]
    [InlineData("[ScheduledTask] public class {|GS0037:P|} : List<int> { public int A { get; set; } }")]
    [InlineData("[ScheduledTask] public class P : IEnumerable<int> { private readonly List<int> {|GS0037:_all|} = []; public int A { get; set; } public IEnumerator<int> GetEnumerator() => _all.GetEnumerator(); System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator(); }")]
    [InlineData("public interface I { int A { get; set; } } [ScheduledTask] public class P : I { int I.{|GS0037:A|} { get; set; } }")]
    [InlineData("[ScheduledTask] public abstract class {|GS0037:P|} { public int A { get; set; } }")]
    [InlineData("[ScheduledTask] public class {|GS0037:P|} { public P(int other) { A = other; } public int A { get; set; } }")]
    [InlineData("[ScheduledTask] public class {|GS0037:P|} { internal P() { } public int A { get; set; } }")]
    public Task GS0037_payloads_that_cannot_be_made_again(string payload) => VerifyAsync(payload + Actuator, emittedFiles: 2);

    [Theory]
    [InlineData("object {|GS0037:Run|}() => 1")]
    [InlineData("Task<IDisposable> {|GS0037:Run|}() => null!")]
    [InlineData("(int A, Action B) {|GS0037:Run|}() => default")]
    public Task GS0037_results_that_no_store_can_keep(string method) => VerifyAsync(
        $"public static class A {{ [ScheduledTask] public static {method}; }}", emittedFiles: 2);

    [Theory]
    [InlineData("nint a")]
    [InlineData("List<int> a")]
    [InlineData("Dictionary<string, int> a")]
    [InlineData("[NotStored] Action? a = null")]
    public Task GS0037_is_silent_on_what_can_be_kept(string parameter) => VerifyAsync(Json + Method(parameter), emittedFiles: 3);

    [Theory]
    [InlineData("[NotStored] private int _cache; public int Twice => _cache++;")]
    [InlineData("private int _a; public int B { get => _a; set => _a = value; }")]
    [InlineData("private readonly object _gate = new(); public void Lock() { lock (_gate) { } }")]
    [InlineData("public event Action? Changed; public void Raise() => Changed?.Invoke();")]
    [InlineData("private static int s_count; public const int Max = 3; public static int Count => s_count++;")]
    public Task GS0037_is_silent_on_what_is_not_state(string members) =>
        VerifyAsync($"[ScheduledTask] public class P {{ public int A {{ get; set; }} {members} }}" + Actuator, emittedFiles: 3);

    [Theory]
    [InlineData("", "System.Numerics.BigInteger {|GS0044:a|}")]
    [InlineData("", "Dictionary<string, object> {|GS0044:a|}")]
    [InlineData("public struct Q { public int X; }", "Q {|GS0044:a|}")]
    [InlineData("public record Q((int X, int Y) At);", "List<Q> {|GS0044:a|}")]
    [InlineData("public record Q(int A); public record R(int A, int B) : Q(A);", "Q {|GS0044:a|}")]
    [InlineData("public record Q(Stack<int> A);", "Q[] {|GS0044:a|}")]
    public async Task GS0044_what_JSON_does_not_give_back(string declarations, string parameter)
    {
        await VerifyAsync(Json + declarations + Method(parameter), emittedFiles: 2);
        await VerifyAsync(declarations + Method(parameter), emittedFiles: 2, storage: "json");
    }

    [Theory]
    [InlineData("(GenerationMode = System.Text.Json.Serialization.JsonSourceGenerationMode.Serialization)", "List<int> {|GS0044:a|}")]
    [InlineData("(DictionaryKeyPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase)", "Dictionary<string, int> {|GS0044:a|}")]
    [InlineData("(NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.WriteAsString)", "List<int> {|GS0044:a|}")]
    public Task GS0044_what_the_context_says(string options, string parameter) => VerifyAsync(
        Json.Replace("internal", $"[System.Text.Json.Serialization.JsonSourceGenerationOptions{options}]\ninternal", StringComparison.Ordinal) + Method(parameter), emittedFiles: 2);

    [Fact]
    public Task GS0044_a_converter_that_no_context_sees() => VerifyAsync(
        """
        [ScheduledTask] public record P([property: System.Text.Json.Serialization.JsonConverter(typeof(C))] Index {|GS0044:A|});
        public class C : System.Text.Json.Serialization.JsonConverter<Index>
        {
            public override Index Read(ref System.Text.Json.Utf8JsonReader reader, Type type, System.Text.Json.JsonSerializerOptions options) => reader.GetInt32();
            public override void Write(System.Text.Json.Utf8JsonWriter writer, Index value, System.Text.Json.JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
        }
        """ + Actuator,
        emittedFiles: 2);

    [Theory]
    [InlineData("int customerName, [TaskColumn(\"customer_name\")] int {|GS0038:other|}")]
    [InlineData("int customerName, [TaskColumn(\"Customer_Name\")] int {|GS0038:other|}")]
    [InlineData("int a, int {|GS0038:A|}")]
    [InlineData("[FormerName(\"b\")] int {|GS0038:a|}, int b")]
    [InlineData("[FormerName(\"c\")] int a, [FormerName(\"c\")] int {|GS0038:b|}")]
    public async Task GS0038_two_members_with_one_column(string parameters)
    {
        await VerifyAsync(Method(parameters), emittedFiles: 2, storage: "sql");
        await VerifyAsync(Method(parameters), emittedFiles: 3);
        await VerifyAsync(Unmarked(Method(parameters)), emittedFiles: 3, storage: "json");
    }

    [Fact]
    public Task GS0038_is_silent_on_a_former_name_that_is_the_same_column() => VerifyAsync(
        Method("[FormerName(\"CustomerName\")] int customerName, [TaskColumn(\"b\"), FormerName(\"B\")] int other"), emittedFiles: 3);

    [Theory]
    [InlineData("public static class A { [ScheduledTask] public static int {|GS0038:Run|}(int result) => 1; }")]
    [InlineData("public record R(int {|GS0038:Total|}); public static class A { [ScheduledTask] public static R Run(int resultTotal) => new(1); }")]
    [InlineData("public record R(int? Present); public static class A { [ScheduledTask] public static R {|GS0038:Run|}() => new(1); }")]
    [InlineData("[ScheduledTask] public class P { public int Result { get; set; } } public static class A { [Actuator] public static int {|GS0038:Run|}(P p) => 1; }")]
    public Task GS0038_a_payload_and_a_result_with_one_column(string source) => VerifyAsync(source, emittedFiles: 2, storage: "sql");

    [Theory]
    [InlineData("[TaskColumn({|GS0039:\"task_x\"|})] int a")]
    [InlineData("[TaskColumn({|GS0039:\"TASK_X\"|})] int a")]
    [InlineData("[TaskColumn({|GS0039:\"\"|})] int a")]
    [InlineData("[TaskColumn({|GS0039:\"a\\0b\"|})] int a")]
    [InlineData("[FormerName({|GS0039:\"\"|})] int a")]
    public async Task GS0039_columns_that_no_database_takes(string parameter)
    {
        await VerifyAsync(Method(parameter), emittedFiles: 2, storage: "sql");
        await VerifyAsync(Unmarked(Method(parameter)), emittedFiles: 3, storage: "json");
    }

    [Fact]
    public async Task GS0039_names_that_are_too_long()
    {
        await VerifyAsync(Method($"[TaskColumn({{|GS0039:\"{Long}\"|}})] int a"), emittedFiles: 2, storage: "sql");
        await VerifyAsync(Method($"[TaskColumn(\"{Long[1..]}\")] int a"), emittedFiles: 3, storage: "sql");
        await VerifyAsync(Method($"[TaskColumn({{|GS0039:\"ö{Long[2..]}\"|}})] int a"), emittedFiles: 2, storage: "sql");
        await VerifyAsync($"public static class A {{ [ScheduledTask] [TaskTable({{|GS0039:\"{Long}\"|}})] public static void Run() {{ }} }}", emittedFiles: 2, storage: "sql");
        await VerifyAsync("public static class A { [ScheduledTask] [TaskTable({|GS0039:\"\"|})] [FormerName({|GS0039:\"\"|})] public static void Run() { } }", emittedFiles: 2, storage: "sql");
        await VerifyAsync("public static class A { [ScheduledTask] [TaskTable({|GS0039:\"scheduler_processes\"|})] public static void Run() { } }", emittedFiles: 2, storage: "sql");
        await VerifyAsync("public static class A { [ScheduledTask] [TaskTable({|GS0039:\"scheduler_counts\"|})] public static void Run() { } }", emittedFiles: 2, storage: "sql");
        await VerifyAsync($"public static class A {{ [ScheduledTask(\"{Long}\")] [TaskTable(\"short\")] public static void Run() {{ }} }}", emittedFiles: 3, storage: "sql");
    }

    [Theory]
    [InlineData("public static class A { [ScheduledTask] public static void Run(int taskId, string taskName, [FormerName(\"TaskKind\")] int taskType) { } }")]
    [InlineData("public record R(int TaskId); public static class A { [ScheduledTask] public static R Run() => new(1); }")]
    [InlineData("public static class MonthlyInvoiceReportService { [ScheduledTask] public static void GenerateAndSendToCustomersAsync() { } }")]
    [InlineData("public static class A { [ScheduledTask(\"scheduler.counts\")] public static void Run(int aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) { } }")]
    public Task GS0039_is_silent_on_names_that_are_not_written_down(string source) => VerifyAsync(source, emittedFiles: 3, storage: "sql");

    [Theory]
    [InlineData("List<string> {|GS0040:a|}")]
    [InlineData("[TaskColumn(Storage = ColumnStorage.Json)] int {|GS0040:a|}")]
    [InlineData("Uri? {|GS0040:a|} = null")]
    public async Task GS0040_types_that_the_context_lacks(string parameter)
    {
        await VerifyAsync(Method(parameter), emittedFiles: 2);
        await VerifyAsync(Json + Method(parameter), emittedFiles: 2);
        await VerifyAsync(Json + Method(parameter), emittedFiles: 2, storage: "sql");
        await VerifyAsync(Json + Method(parameter), emittedFiles: 2, storage: "json");
    }

    [Theory]
    [InlineData("internal class Ctx;", "Ctx")]
    [InlineData("internal class Ctx<T>;", "Ctx<int>")]
    [InlineData("", "int")]
    public Task GS0040_contexts_that_are_none(string declaration, string type) => VerifyAsync(
        $"[assembly: TaskJsonContext(typeof({type}))]\n{declaration}\n" + Method("List<string> {|GS0040:a|}"),
        emittedFiles: 2);

    [Theory]
    [InlineData("public static class A { [ScheduledTask] public static List<string> {|GS0040:Run|}() => []; }")]
    [InlineData("public record R(List<string> {|GS0040:Names|}); public static class A { [ScheduledTask] public static R Run() => new([]); [ScheduledTask] public static R Walk() => new([]); }")]
    [InlineData("[ScheduledTask] public class P { public List<string> {|GS0040:Names|} { get; set; } = []; } public static class A { [Actuator] public static Task<Uri> {|GS0040:Run|}(P p) => null!; }")]
    public Task GS0040_results_and_payloads(string source) => VerifyAsync(source, emittedFiles: source.Contains("Walk", StringComparison.Ordinal) ? 3 : 2);

    [Theory]
    [InlineData("[{|GS0042:NotStored|}] int a")]
    [InlineData("[{|GS0042:NotStored|}] string? a")]
    public Task GS0042_what_is_left_out_without_a_default(string parameter) => VerifyAsync(Method(parameter), emittedFiles: 2);

    [Theory]
    [InlineData("public record P([{|GS0042:NotStored|}] int A);")]
    [InlineData("public record P([property: {|GS0042:NotStored|}] int A);")]
    [InlineData("public class P { [{|GS0042:NotStored|}] public required int A { get; set; } }")]
    [InlineData("public class P(int a) { [{|GS0042:NotStored|}] public int A { get; } = a; }")]
    public Task GS0042_members_of_payloads(string payload) => VerifyAsync("[ScheduledTask] " + payload + Actuator, emittedFiles: 2);

    [Fact]
    public async Task GS0043_two_tasks_with_one_table()
    {
        const string Tasks = """
            public static class A
            {
                [ScheduledTask("a.b")] public static void Run() { }
                [ScheduledTask("A-b")] public static void {|GS0043:Walk|}() { }
                [ScheduledTask("c")] [FormerName("d")] public static void Stand() { }
                [ScheduledTask("x")] [TaskTable("D")] public static void {|GS0043:Wait|}() { }
                [ScheduledTask("y")] [FormerName("y")] public static void Own() { }
            }
            """;
        await VerifyAsync(Tasks, emittedFiles: 7, storage: "sql");
        await VerifyAsync(Tasks.Replace("{|GS0043:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal), emittedFiles: 11, storage: "json");
    }

    [Theory]
    [InlineData("GeneratedScheduler.Sql", 2, true)]
    [InlineData("GeneratedScheduler.Redis", 2, true)]
    [InlineData("GeneratedScheduler.Other", 2, false)]
    public Task Storage_is_judged_where_a_store_is_referenced(string assembly, int files, bool isJudged) => AnalyzerTest.VerifyAsync(
        Method(isJudged ? "List<string> {|GS0040:a|}" : "List<string> a"), emittedFiles: files, project: ProjectSetup.Referencing(assembly));

    [Fact]
    public Task Nothing_is_judged_where_nothing_is_stored() => AnalyzerTest.VerifyAsync(
        Method("[NotStored] List<string> taskId, [TaskColumn(Length = -1)] int b"), emittedFiles: 2);

    private const string Actuator = " public static class A { [Actuator] public static void Run(P p) { } }";

    private static string Method(string parameters) => $"public static class A {{ [ScheduledTask] public static void Run({parameters}) {{ }} }}";

    // The same without marks: what matters to columns only.
    private static string Unmarked(string source) => Regex.Replace(source, @"\{\|GS\d+:(.*?)\|\}", "$1");

    private static async Task VerifyAsync(string source, int emittedFiles, string storage = "all") =>
        await AnalyzerTest.VerifyAsync(source, emittedFiles, project: ProjectSetup.WithStorage(storage));
}
