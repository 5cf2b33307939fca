using GeneratedScheduler.CodeFixes.Definitions;
using GeneratedScheduler.CodeFixes.Tests.Testing;

namespace GeneratedScheduler.CodeFixes.Tests.Definitions;

public class AddCancellationTokenTests
{
    [Theory]
    [InlineData("", "CancellationToken cancellationToken")]
    [InlineData("int a, string b", "int a, string b, CancellationToken cancellationToken")]
    [InlineData("int a, string b = \"\"", "int a, string b = \"\", CancellationToken cancellationToken = default")]
    [InlineData("int a, params int[] b", "int a, CancellationToken cancellationToken, params int[] b")]
    [InlineData("int a = 1, params int[] b", "int a = 1, CancellationToken cancellationToken = default, params int[] b")]
    [InlineData("params int[] b", "CancellationToken cancellationToken, params int[] b")]
    [InlineData("bool cancellationToken", "bool cancellationToken, CancellationToken cancellationToken2")]
    public Task A_method_takes_a_token(string parameters, string expected) => CodeFixTest.VerifyAsync<AddCancellationTokenCodeFix>(
        Source("{|GS0026:\"00:00:05\"|}", parameters), Source("\"00:00:05\"", expected));

    [Fact]
    public Task Callers_go_on_compiling() => CodeFixTest.VerifyAsync<AddCancellationTokenCodeFix>(
        [
            Source("{|GS0026:\"00:00:05\"|}", "int a"),
            "public static class Other { /* Not only <see cref=\"Work.RunAsync\"/>. */ public static Task Call() => Work.RunAsync(1); }",
        ],
        [
            Source("\"00:00:05\"", "int a, CancellationToken cancellationToken = default"),
            "public static class Other { /* Not only <see cref=\"Work.RunAsync\"/>. */ public static Task Call() => Work.RunAsync(1); }",
        ]);

    [Fact]
    public Task A_list_of_lines_gets_a_line_and_both_parts_the_token() => CodeFixTest.VerifyAsync<AddCancellationTokenCodeFix>(
        """
        public static partial class Work
        {
            [ScheduledTask(Timeout = {|GS0026:"00:00:05"|})]
            public static partial Task RunAsync(
                int a,
                int b = 1);

            public static partial Task RunAsync(int a, int b) => Task.CompletedTask;
        }
        """,
        """
        public static partial class Work
        {
            [ScheduledTask(Timeout = "00:00:05")]
            public static partial Task RunAsync(
                int a,
                int b = 1,
                CancellationToken cancellationToken = default);

            public static partial Task RunAsync(int a, int b, CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task The_actuator_of_a_payload_takes_the_token() => CodeFixTest.VerifyAsync<AddCancellationTokenCodeFix>(
        [
            "[ScheduledTask(Timeout = \"00:00:05\")] public record Resize(string Path); [ScheduledTask] public record Turn(string Path);",
            """
            public static class Work
            {
                [Actuator] public static void Run(Turn task) { }
                [Actuator] public static void {|GS0026:Run|}(Resize task) { }
            }
            """,
        ],
        [
            "[ScheduledTask(Timeout = \"00:00:05\")] public record Resize(string Path); [ScheduledTask] public record Turn(string Path);",
            """
            public static class Work
            {
                [Actuator] public static void Run(Turn task) { }
                [Actuator] public static void Run(Resize task, CancellationToken cancellationToken) { }
            }
            """,
        ]);

    [Theory]
    [InlineData("public static Task Call() => RunAsync(1, 2);", "int a, params int[] b")]
    [InlineData("public static Func<int, Task> Get() => RunAsync;", "int a")]
    [InlineData("public static Task RunAsync(int a, CancellationToken b) => Task.CompletedTask;", "int a")]
    public Task What_would_break_code_is_not_offered(string other, string parameters) => CodeFixTest.VerifyNoFixAsync<AddCancellationTokenCodeFix>(
        Source("{|GS0026:\"00:00:05\"|}", parameters).Replace("static class Work", "static partial class Work", StringComparison.Ordinal)
        + $"public static partial class Work {{ {other} }}");

    private static string Source(string timeout, string parameters) => $$"""
        public static class Work
        {
            [ScheduledTask(Timeout = {{timeout}})]
            public static Task RunAsync({{parameters}}) => Task.CompletedTask;
        }
        """;
}
