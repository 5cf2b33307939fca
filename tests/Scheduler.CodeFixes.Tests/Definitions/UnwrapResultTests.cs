using GeneratedScheduler.CodeFixes.Definitions;
using GeneratedScheduler.CodeFixes.Tests.Testing;

namespace GeneratedScheduler.CodeFixes.Tests.Definitions;

public class UnwrapResultTests
{
    [Theory]
    [InlineData("Task<Task<int>>", "=> Other();", "Task<int>", "=> await Other();")]
    [InlineData("Task<ValueTask<int>>", "=> new ValueTask<int>(1);", "Task<int>", "=> await new ValueTask<int>(1);")]
    [InlineData("ValueTask<Task<int>>", "{ if (DateTime.UtcNow.Year > 1) return Other(); return Other()!; }", "ValueTask<int>", "{ if (DateTime.UtcNow.Year > 1) return await Other(); return await (Other()!); }")]
    [InlineData("Task<Task<int>>", "{ Func<Task<int>> other = () => { return Other(); }; return other(); }", "Task<int>", "{ Func<Task<int>> other = () => { return Other(); }; return await other(); }")]
    public Task What_is_inside_is_awaited(string returns, string body, string expectedReturns, string expectedBody) => CodeFixTest.VerifyAsync<UnwrapResultCodeFix>(Source(returns, "{|GS0013:Run|}", body), Source(expectedReturns, "Run", expectedBody));

    [Theory]
    [InlineData("Task<Task<Task<int>>>", "=> Task.FromResult(Other());")]
    [InlineData("Task<Task>", "=> Other();")]
    public Task What_is_not_obvious_stays(string returns, string body) =>
        CodeFixTest.VerifyNoFixAsync<UnwrapResultCodeFix>(Source(returns, "{|GS0013:Run|}", body));

    [Theory]
    [InlineData("public static Task<Task<int>> {|GS0013:Run|}() => Task.FromResult(Task.FromResult(1));")]
    [InlineData("public static ref int {|GS0013:Run|}(int[] a) => ref a[0];")]
    [InlineData("public static async Task<Task<int>> {|GS0013:Run|}() => Task.FromResult(1); public static async Task Call() => await await Run();")]
    public Task Methods_that_are_called_or_are_not_async_stay(string method) =>
        CodeFixTest.VerifyNoFixAsync<UnwrapResultCodeFix>($"public static class Work {{ [ScheduledTask] {method} }}");

    private static string Source(string returns, string name, string body) => $$"""
        public static class Work
        {
            [ScheduledTask]
            public static async {{returns}} {{name}}() {{body}}

            private static Task<int> Other() => Task.FromResult(1);
        }
        """;
}
