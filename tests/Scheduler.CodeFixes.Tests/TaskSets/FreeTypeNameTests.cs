using GeneratedScheduler.CodeFixes.TaskSets;
using GeneratedScheduler.CodeFixes.Tests.Testing;

namespace GeneratedScheduler.CodeFixes.Tests.TaskSets;

public class FreeTypeNameTests
{
    [Theory]
    [InlineData("public class SumScheduler { }", "CalculatorSum")]
    [InlineData("public class SumTask { } public class CalculatorSumScheduler { }", "CalculatorSum2")]
    [InlineData("public class SumTask { } namespace CalculatorSumTask { public class A { } }", "CalculatorSum2")]
    public Task A_name_that_is_taken_is_avoided(string others, string expected) => CodeFixTest.VerifyAsync<FreeTypeNameCodeFix>(
        "public static class Calculator { [ScheduledTask] public static int {|GS0014:Sum|}(int a, int b) => a + b; } " + others,
        $"public static class Calculator {{ [ScheduledTask(TypeName = \"{expected}\")] public static int Sum(int a, int b) => a + b; }} " + others);

    [Fact]
    public Task A_type_name_that_is_taken_is_replaced() => CodeFixTest.VerifyAsync<FreeTypeNameCodeFix>(
        """
        public class AddScheduler { }
        public class AddTask { }
        public static class Calculator { [ScheduledTask("sum", TypeName = "Add", MaxAttempts = 2)] public static int {|GS0014:{|GS0014:SumAsync|}|}(int a) => a; }
        """,
        """
        public class AddScheduler { }
        public class AddTask { }
        public static class Calculator { [ScheduledTask("sum", TypeName = "CalculatorSum", MaxAttempts = 2)] public static int SumAsync(int a) => a; }
        """);

    [Fact]
    public Task Of_several_tasks_the_last_keeps_its_types() => CodeFixTest.VerifyAsync<FreeTypeNameCodeFix>(
        """
        namespace Jobs
        {
            public static class Pictures { [ScheduledTask] public static void {|GS0023:{|GS0023:Scan|}|}() { } }
            public static class Mails
            {
                [ScheduledTask("mails.one")] public static void {|GS0023:{|GS0023:Scan|}|}(int a) { }
                [ScheduledTask("mails.two")] public static void {|GS0023:{|GS0023:Scan|}|}(string a) { }
                [ScheduledTask("mails.three")] public static void {|GS0023:{|GS0023:Scan|}|}(bool a) { }
            }
        }
        """,
        """
        namespace Jobs
        {
            public static class Pictures { [ScheduledTask(TypeName = "PicturesScan")] public static void Scan() { } }
            public static class Mails
            {
                [ScheduledTask("mails.one", TypeName = "MailsScan")] public static void Scan(int a) { }
                [ScheduledTask("mails.two", TypeName = "MailsScan2")] public static void Scan(string a) { }
                [ScheduledTask("mails.three")] public static void Scan(bool a) { }
            }
        }
        """);

    [Fact]
    public Task A_payload_that_collides_with_a_method() => CodeFixTest.VerifyAsync<FreeTypeNameCodeFix>(
        [
            "[ScheduledTask] public class {|GS0023:Scan|} { [Actuator] public static void Run(Scan task) { } }",
            "public static class Mails { [ScheduledTask] public static void {|GS0023:Scan|}() { } }",
        ],
        [
            "[ScheduledTask(TypeName = \"Scan2\")] public class Scan { [Actuator] public static void Run(Scan task) { } }",
            "public static class Mails { [ScheduledTask] public static void Scan() { } }",
        ]);
}
