using GeneratedScheduler.CodeFixes.Definitions;
using GeneratedScheduler.CodeFixes.Tests.Testing;

namespace GeneratedScheduler.CodeFixes.Tests.Definitions;

public class PassByValueTests
{
    [Theory]
    [InlineData("in int {|GS0003:a|}", "int a", "Run(in x)", "Run(x)")]
    [InlineData("in int {|GS0003:a|}", "int a", "Run(1)", "Run(1)")]
    [InlineData("ref readonly int {|GS0003:a|}", "int a", "Run(a: ref x)", "Run(a: x)")]
    [InlineData("ref int {|GS0003:a|}", "int a", "Work.Run(ref x)", "Work.Run(x)")]
    [InlineData("scoped in int {|GS0003:a|}", "int a", "Run(in x)", "Run(x)")]
    [InlineData("/* how many */ in int {|GS0003:a|}", "/* how many */ int a", "Run(in x)", "Run(x)")]
    public Task A_parameter_and_its_arguments_are_passed_by_value(string parameter, string expected, string call, string expectedCall) =>
        CodeFixTest.VerifyAsync<PassByValueCodeFix>(
            [Source(parameter, "Console.WriteLine(a);"), Caller(call)], [Source(expected, "Console.WriteLine(a);"), Caller(expectedCall)]);

    [Fact]
    public Task Several_parameters_and_both_parts_of_a_method() => CodeFixTest.VerifyAsync<PassByValueCodeFix>(
        """
        public static partial class Work
        {
            [ScheduledTask]
            public static partial int Sum(in int {|GS0003:a|}, ref int {|GS0003:b|}, out int {|GS0003:c|});

            public static partial int Sum(in int a, ref int b, out int c) => c = a + b;
        }
        """,
        """
        public static partial class Work
        {
            [ScheduledTask]
            public static partial int Sum(int a, int b, out int {|GS0003:c|});

            public static partial int Sum(int a, int b, out int c) => c = a + b;
        }
        """);

    [Theory]
    [InlineData("ref int {|GS0003:a|}", "a++;")]
    [InlineData("ref int {|GS0003:a|}", "Interlocked.Increment(ref a);")]
    [InlineData("out int {|GS0003:a|}", "a = 1;")]
    public Task What_returns_something_stays(string parameter, string body) =>
        CodeFixTest.VerifyNoFixAsync<PassByValueCodeFix>(Source(parameter, body));

    [Fact]
    public Task What_a_delegate_is_made_of_stays() => CodeFixTest.VerifyNoFixAsync<PassByValueCodeFix>(
        Source("in int {|GS0003:a|}", "") + "public delegate void Handler(in int a); public static class Other { public static Handler Handler => Work.Run; }");

    [Fact]
    public Task What_an_interface_prescribes_stays() => CodeFixTest.VerifyNoFixAsync<PassByValueCodeFix>(
        "public interface IWork { void Run(in int a); } public class Work : IWork { [ScheduledTask] public void Run(in int {|GS0003:a|}) { } }");

    private static string Source(string parameter, string body) => $$"""
        public static partial class Work
        {
            [ScheduledTask]
            public static void Run({{parameter}}) { {{body}} }
        }
        """;

    private static string Caller(string call) => $$"""
        public static partial class Work
        {
            public static void Call()
            {
                int x = 1;
                {{call}};
            }
        }
        """;
}
