using GeneratedScheduler.CodeFixes.TaskSets;
using GeneratedScheduler.CodeFixes.Tests.Testing;

namespace GeneratedScheduler.CodeFixes.Tests.TaskSets;

public class UniqueNameTests
{
    [Fact]
    public Task Of_two_tasks_the_last_keeps_the_name() => CodeFixTest.VerifyAsync<UniqueTaskNameCodeFix>(
        """
        public static class Calculator
        {
            [ScheduledTask("sum", MaxAttempts = 2)]
            public static int {|GS0005:Total|}(int a, int b) => a + b;

            [ScheduledTask("sum")]
            public static int {|GS0005:Sum|}(int a, int b) => a + b;
        }
        """,
        """
        public static class Calculator
        {
            [ScheduledTask("sum.Total", MaxAttempts = 2)]
            public static int Total(int a, int b) => a + b;

            [ScheduledTask("sum")]
            public static int Sum(int a, int b) => a + b;
        }
        """);

    [Fact]
    public Task A_written_name_that_ends_with_the_method_becomes_the_default_name() => CodeFixTest.VerifyAsync<UniqueTaskNameCodeFix>(
        """
        public static class Jobs
        {
            [ScheduledTask("a.one")] public static int {|GS0005:One|}(int a, string b) => a;
            [ScheduledTask("a.one")] public static int {|GS0005:Two|}(int a) => a;
        }
        """,
        """
        public static class Jobs
        {
            [ScheduledTask("Jobs.One")] public static int One(int a, string b) => a;
            [ScheduledTask("a.one")] public static int Two(int a) => a;
        }
        """);

    [Fact]
    public Task A_default_name_gets_its_namespace() => CodeFixTest.VerifyAsync<UniqueTaskNameCodeFix>(
        [
            "namespace One { public static class A { [ScheduledTask] public static void {|GS0005:Run|}() { } } }",
            "namespace Two { public static class A { [ScheduledTask(MaxAttempts = 2)] public static void {|GS0005:Run|}() { } } }",
            "namespace Three { public static class A { [ScheduledTask] public static void {|GS0005:Run|}() { } } }",
        ],
        [
            "namespace One { public static class A { [ScheduledTask(\"One.A.Run\")] public static void Run() { } } }",
            "namespace Two { public static class A { [ScheduledTask(\"Two.A.Run\", MaxAttempts = 2)] public static void Run() { } } }",
            "namespace Three { public static class A { [ScheduledTask] public static void Run() { } } }",
        ]);

    [Fact]
    public Task Overloads_get_their_types_and_then_numbers() => CodeFixTest.VerifyAsync<UniqueTaskNameCodeFix>(
        """
        public static class A
        {
            [ScheduledTask(TypeName = "A1")] public static void {|GS0005:Run|}(int a) { }
            [ScheduledTask(TypeName = "A2")] public static void {|GS0005:Run|}(int a, CancellationToken b) => b.ThrowIfCancellationRequested();
            [ScheduledTask(TypeName = "A3")] public static void {|GS0005:Run|}(List<string> a) { }
            [ScheduledTask(TypeName = "A4")] public static void {|GS0005:Run|}() { }
        }
        """,
        """
        public static class A
        {
            [ScheduledTask("A.Run.Int32", TypeName = "A1")] public static void Run(int a) { }
            [ScheduledTask("A.Run.2", TypeName = "A2")] public static void Run(int a, CancellationToken b) => b.ThrowIfCancellationRequested();
            [ScheduledTask("A.Run.List", TypeName = "A3")] public static void Run(List<string> a) { }
            [ScheduledTask(TypeName = "A4")] public static void Run() { }
        }
        """);

    [Fact]
    public Task Payload_types_have_names_too() => CodeFixTest.VerifyAsync<UniqueTaskNameCodeFix>(
        """
        [ScheduledTask("resize")] public record {|GS0005:Resize|}(string Path);
        [ScheduledTask("resize")] public record {|GS0005:Shrink|}(string Path);
        public static class Work
        {
            [Actuator] public static void Run(Resize task) { }
            [Actuator] public static void Run(Shrink task) { }
        }
        """,
        """
        [ScheduledTask("resize.2")] public record Resize(string Path);
        [ScheduledTask("resize")] public record Shrink(string Path);
        public static class Work
        {
            [Actuator] public static void Run(Resize task) { }
            [Actuator] public static void Run(Shrink task) { }
        }
        """);
}
