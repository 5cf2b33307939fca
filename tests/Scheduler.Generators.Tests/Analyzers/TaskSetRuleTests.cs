using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests.Analyzers;

public class TaskSetRuleTests
{
    private const string Contract = """
        public ValueTask<StartResult<int>> StartAsync(Payload task, TaskContext context) => throw new NotSupportedException();
        public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<Payload>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken) => default;
        public ValueTask<int> GetOutputAsync(TaskRun<Payload> run, CancellationToken cancellationToken) => default;
        public ValueTask StopAsync(TaskRun<Payload> run, CancellationToken cancellationToken) => default;
        """;

    [Fact]
    public Task GS0005_two_tasks_of_one_name() => AnalyzerTest.VerifyAsync(
        """
        public static class A
        {
            [ScheduledTask("same")] public static void {|GS0005:Run|}() { }
            [ScheduledTask("same")] public static void {|GS0005:Walk|}() { }
            [ScheduledTask("Same")] public static void OtherCase() { }
        }
        """,
        emittedFiles: 2);

    [Fact]
    public Task GS0005_a_partial_method_that_is_marked_at_its_body() => AnalyzerTest.VerifyAsync(
        """
        public static partial class A
        {
            public static partial void {|GS0005:Run|}();
            [ScheduledTask("same")] public static partial void Run() { }
            [ScheduledTask("same")] public static void {|GS0005:Walk|}() { }
        }
        """);

    [Fact]
    public Task GS0005_and_GS0023_overloads_without_names_of_their_own() => AnalyzerTest.VerifyAsync(
        """
        public static class A
        {
            [ScheduledTask] public static void {|GS0005,GS0023,GS0023:Run|}(int a) { }
            [ScheduledTask] public static void {|GS0005,GS0023,GS0023:Run|}(string a) { }
        }
        """);

    [Fact]
    public Task GS0023_a_method_and_a_payload_of_one_stem() => AnalyzerTest.VerifyAsync(
        """
        public static class A
        {
            [ScheduledTask] public static void {|GS0023:Resize|}() { }
            [ScheduledTask] public class {|GS0023:Resize2|} { }
            [Actuator] public static void Run(Resize2 task) { }
        }
        """.Replace("[ScheduledTask] public class", "[ScheduledTask(TypeName = \"Resize\")] public class", StringComparison.Ordinal));

    [Fact]
    public Task GS0023_is_silent_on_one_stem_in_two_namespaces() => AnalyzerTest.VerifyAsync(
        """
        namespace One { public static class A { [ScheduledTask("one")] public static void Run() { } } }
        namespace Two { public static class A { [ScheduledTask("two")] public static void Run() { } } }
        """,
        emittedFiles: 3);

    [Theory]
    [InlineData("public class RunScheduler { }")]
    [InlineData("public sealed record RunTask(int A);")]
    [InlineData("public partial class RunTask { }")]
    [InlineData("public partial struct RunScheduler { }")]
    [InlineData("public enum RunScheduler { }")]
    [InlineData("internal partial class RunScheduler { } public sealed partial record RunTask { }")]
    [InlineData("namespace RunTask { public class B { } }")]
    public Task GS0014_a_name_that_is_taken(string other) => AnalyzerTest.VerifyAsync(
        "public static class A { [ScheduledTask] public static void {|GS0014:Run|}() { } } " + other);

    [Theory]
    [InlineData("public partial class RunScheduler { public int Extra => 1; }")]
    [InlineData("partial class RunScheduler { }")]
    [InlineData("internal partial class RunScheduler { }")]
    [InlineData("public sealed partial record RunTask { public int Extra => 1; }")]
    [InlineData("public class RunScheduler<T> { }")]
    [InlineData("namespace Other { public class RunScheduler { } }")]
    [InlineData("file class RunScheduler { }")]
    public Task GS0014_is_silent_on_types_that_do_not_collide(string other) => AnalyzerTest.VerifyAsync(
        "public static class A { [ScheduledTask] public static void Run() { } } " + other, emittedFiles: 2);

    [Theory]
    [InlineData("[ScheduledTask] public static class {|GS0017:P|} { }")]
    [InlineData("[ScheduledTask] public ref struct {|GS0017:P|} { }")]
    [InlineData("[ScheduledTask] file class {|GS0017:P|} { }")]
    public Task GS0017_types_that_cannot_be_payload(string source) => AnalyzerTest.VerifyAsync(source);

    [Theory]
    [InlineData("[ScheduledTask] public sealed class P { } public static class A { [Actuator] public static void Run(P p) { } }")]
    [InlineData("[ScheduledTask] public abstract class P { } public static class A { [Actuator] public static void Run(P p) { } }")]
    [InlineData("[ScheduledTask] public readonly record struct P(int B); public static class A { [Actuator] public static void Run(P p) { } }")]
    [InlineData("public static class Outer { [ScheduledTask] internal class P { } } public static class A { [Actuator] internal static void Run(Outer.P p) { } }")]
    public Task GS0017_is_silent_on_what_can_be_a_payload(string source) => AnalyzerTest.VerifyAsync(source, emittedFiles: 2);

    // Each with one actuator: in another class, for a payload of the same name elsewhere, for a derived payload, or for two of them.
    [Theory]
    [InlineData("[ScheduledTask] public class P { } namespace N { public static class A { [Actuator] public static void Run(P p) { } } }", 2)]
    [InlineData(
        """
        [ScheduledTask] public class P { } public static class A { [Actuator] public static void Run(P p) { } }
        namespace N { [ScheduledTask("n.p")] public class P { } public static class A { [Actuator] public static void Run(P p) { } } }
        """, 3)]
    [InlineData(
        """
        [ScheduledTask] public class P { } [ScheduledTask] public class Q : P { }
        public static class A { [Actuator] public static void Run(P p) { } [Actuator] public static void Run(Q q) { } }
        """, 3)]
    [InlineData("public class P { } public static class A { public static void Run(P p) { } [ScheduledTask] public static void Walk(P p) { } }", 2)]
    public Task GS0018_to_GS0020_are_silent_on_one_actuator_for_each_payload(string source, int emittedFiles) =>
        AnalyzerTest.VerifyAsync(source, emittedFiles);

    [Fact]
    public Task GS0018_a_payload_without_an_actuator() => AnalyzerTest.VerifyAsync(
        "[ScheduledTask] public class {|GS0018:P|} { } [ScheduledTask] public struct Q { } public class A { [Actuator] public void Run(Q q) { } }",
        emittedFiles: 2);

    [Theory]
    [InlineData("{|GS0018:Other|}", "{|GS0001,GS0021:Run|}(Named a, int b)")]
    [InlineData("Other", "{|GS0001:Run|}(int b)")]
    [InlineData("Other", "{|GS0001,GS0021:Run|}()")]
    public Task GS0018_is_silent_only_if_a_wrong_actuator_may_be_meant(string other, string actuator) => AnalyzerTest.VerifyAsync(
        $$"""
        [ScheduledTask] public class Named { }
        [ScheduledTask] public class {{other}} { }
        public static class A { [Actuator] private static void {{actuator}} { } }
        """);

    [Fact]
    public Task GS0019_a_payload_with_two_actuators() => AnalyzerTest.VerifyAsync(
        $$"""
        [ScheduledTask] public class Payload { }
        public static class A { [Actuator] public static int {|GS0019:Run|}(Payload p) => 1; }
        [Actuator] public class {|GS0019:Runner|} : ITaskActuator<Payload, int> { {{Contract}} }
        """);

    [Fact]
    public Task GS0020_an_actuator_of_what_is_no_task() => AnalyzerTest.VerifyAsync(
        "public class P { } public static class A { [Actuator] public static void {|GS0020:Run|}(P p) { } [Actuator] public static void {|GS0020:Walk|}(int p) { } }");

    [Theory]
    [InlineData("")]
    [InlineData("CancellationToken token")]
    [InlineData("Payload a, int b")]
    [InlineData("Payload a, IDisposable {|GS0025:b|}")]
    public Task GS0021_an_actuator_with_no_or_several_payloads(string parameters) => AnalyzerTest.VerifyAsync(
        $"[ScheduledTask] public class Payload {{ }} public static class A {{ [Actuator] public static void {{|GS0021:Run|}}({parameters}) {{ }} }}");

    [Theory]
    [InlineData("Payload a, [Injected] IDisposable b, CancellationToken c, TaskContext d, IServiceProvider e")]
    [InlineData("CancellationToken c, Payload a")]
    public Task GS0021_is_silent_on_services(string parameters) => AnalyzerTest.VerifyAsync(
        $"[ScheduledTask] public class Payload {{ }} public static class A {{ [Actuator] public static void Run({parameters}) {{ }} }}",
        emittedFiles: 2);

    [Fact]
    public Task GS0022_an_actuator_class_without_the_contract() => AnalyzerTest.VerifyAsync(
        "[Actuator] public class {|GS0022:Runner|} : IDisposable { public void Dispose() { } }");

    [Fact]
    public Task An_actuator_class_with_the_contract_is_fine() => AnalyzerTest.VerifyAsync(
        $$"""
        [ScheduledTask] public class Payload { }
        public abstract class Base : ITaskActuator<Payload, int> { {{Contract}} }
        [Actuator] public class Runner : Base { }
        """,
        emittedFiles: 2);
}
