using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests.Contracts;

public class ContractRuleTests
{
    private static readonly ContractLibrary Library = ContractLibrary.Compile("""
        namespace Shop;
        public sealed record Receipt(int Number);
        [ScheduledTask(Result = typeof(Receipt))] public sealed record PlaceOrder(int Quantity);
        [ScheduledTask(Result = typeof(void))] public sealed record Mail(string Address);
        public sealed record Plain(int N);
        """);

    private static readonly ProjectSetup Application = new() { References = [Library.Reference] };

    [Theory]
    [InlineData("typeof(string)", "string")]
    [InlineData("typeof(void)", "void")]
    [InlineData("typeof(void)", "Task")]
    [InlineData("typeof(int?)", "Task<int?>")]
    [InlineData("typeof(List<int>)", "ValueTask<List<int>>")]
    public Task GS0066_is_silent_on_an_actuator_of_the_same_project_that_returns_what_is_declared(string result, string returned) => AnalyzerTest.VerifyAsync(
        $$"""
        [ScheduledTask(Result = {{result}})] public class P { }
        public static class A { [Actuator] public static {{returned}} Run(P p) => throw new NotSupportedException(); }
        """,
        emittedFiles: 2);

    [Theory]
    [InlineData("typeof(string)", "string?")]
    [InlineData("typeof(void)", "int")]
    [InlineData("typeof(int)", "Task")]
    [InlineData("typeof(int)", "Task<long>")]
    public Task GS0066_an_actuator_of_the_same_project_that_returns_something_else(string result, string returned) => AnalyzerTest.VerifyAsync(
        $$"""
        [ScheduledTask(Result = {{result}})] public class P { }
        public static class A { [Actuator] public static {{returned}} {|GS0066:Run|}(P p) => throw new NotSupportedException(); }
        """);

    [Theory]
    [InlineData("Shop.PlaceOrder", "void")]
    [InlineData("Shop.PlaceOrder", "Shop.Receipt?")]
    [InlineData("Shop.PlaceOrder", "Task<int>")]
    [InlineData("Shop.Mail", "Task<Shop.Receipt>")]
    public Task GS0066_an_actuator_of_a_referenced_payload_that_returns_something_else(string payload, string returned) => AnalyzerTest.VerifyAsync(
        $$"""
        public static class A { [Actuator] public static {{returned}} {|GS0066:Run|}({{payload}} p) => throw new NotSupportedException(); }
        """,
        project: Application);

    [Fact]
    public Task GS0020_and_GS0066_are_silent_on_an_actuator_of_a_referenced_payload() => AnalyzerTest.VerifyAsync(
        """
        public static class A { [Actuator] public static Task<Shop.Receipt> Run(Shop.PlaceOrder p) => throw new NotSupportedException(); }
        public class B : ITaskActuator<Shop.Mail, NoResult>
        {
            public ValueTask<StartResult<NoResult>> StartAsync(Shop.Mail task, TaskContext context) => throw new NotSupportedException();
            public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<Shop.Mail>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken) => default;
            public ValueTask<NoResult> GetOutputAsync(TaskRun<Shop.Mail> run, CancellationToken cancellationToken) => default;
            public ValueTask StopAsync(TaskRun<Shop.Mail> run, CancellationToken cancellationToken) => default;
        }
        """.Replace("public class B", "[Actuator] public class B", StringComparison.Ordinal),
        emittedFiles: 3,
        project: Application);

    [Fact]
    public Task GS0019_two_actuators_of_a_referenced_payload() => AnalyzerTest.VerifyAsync(
        """
        public static class A
        {
            [Actuator] public static void {|GS0019:Run|}(Shop.Mail p) { }
            [Actuator] public static void {|GS0019:Walk|}(Shop.Mail p) { }
        }
        """,
        project: Application);

    [Fact]
    public Task GS0020_an_actuator_of_a_referenced_type_that_declares_no_result() => AnalyzerTest.VerifyAsync(
        "public static class A { [Actuator] public static void {|GS0020:Run|}(Shop.Plain p) { } }", project: Application);

    [Theory]
    [InlineData("{|GS0013:typeof(Task<int>)|}")]
    [InlineData("{|GS0013:typeof(List<>)|}")]
    [InlineData("{|GS0013:typeof(IAsyncEnumerable<int>)|}")]
    [InlineData("{|GS0013:typeof(IntPtr*)|}")]
    public Task GS0013_a_declared_result_that_cannot_be_one(string result) => AnalyzerTest.VerifyAsync(
        $$"""
        [ScheduledTask(Result = {{result}})] public class P { }
        """);

    [Fact]
    public Task GS0067_a_method_with_a_declared_result() => AnalyzerTest.VerifyAsync(
        "public static class A { [ScheduledTask(Result = {|GS0067:typeof(int)|})] public static int Run() => 1; }");

    [Fact]
    public Task GS0068_tasks_of_a_library_without_mappers_in_a_program_with_a_database() => AnalyzerTest.VerifyAsync(
        """
        public static class Program
        {
            public static void Add(SchedulerBuilder builder) => {|GS0068:builder.AddShopContractsTasks()|};
            [Actuator] public static void {|GS0068:Send|}(Shop.Mail mail) { }
        }
        """,
        emittedFiles: 2,
        project: WithSql(Library));

    [Theory]
    [InlineData("sql")]
    [InlineData("all")]
    public Task GS0068_is_silent_on_a_library_with_mappers(string storage) => AnalyzerTest.VerifyAsync(
        """
        public static class Program
        {
            public static void Add(SchedulerBuilder builder) => builder.AddLibraryTasks();
        }
        """,
        project: WithSql(ContractLibrary.Compile(
            "public static class Work { [ScheduledTask] public static int Run(int a) => a; }",
            new BuildProperties(new Dictionary<string, string> { [OptionsParser.Storage] = storage }),
            assemblyName: "Library")));

    [Fact]
    public Task GS0068_is_silent_without_a_database() => AnalyzerTest.VerifyAsync(
        "public static class Program { public static void Add(SchedulerBuilder builder) => builder.AddShopContractsTasks(); }", project: Application);

    private static ProjectSetup WithSql(ContractLibrary library) =>
        new() { References = [library.Reference, .. ProjectSetup.Referencing("GeneratedScheduler.Sql").References] };
}
