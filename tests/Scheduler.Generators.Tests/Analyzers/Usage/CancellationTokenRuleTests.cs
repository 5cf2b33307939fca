using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests.Analyzers.Usage;

public class CancellationTokenRuleTests
{
    [Theory]
    [InlineData("async Task", "await Task.Delay(5);")]
    [InlineData("async Task", "await Task.Yield();")]
    [InlineData("async Task", "await Task.Delay(5, CancellationToken.None);")]
    [InlineData("Task", "return Task.Delay(5);")]
    [InlineData("void", "for (int i = 0; i < 9; i++) { Console.WriteLine(i); }")]
    [InlineData("void", "while (Console.ReadLine() is not null) { }")]
    [InlineData("int", "int sum = 0; foreach (int x in new[] { 1, 2 }) { sum += x; } return sum;")]
    [InlineData("void", "Work(5); static void Work(int a, CancellationToken token = default) { }")]
    [InlineData("void", "Action later = () => new SemaphoreSlim(1).Wait(); later();")]
    [InlineData("async Task", "await Later(1); static async Task Later(int a, CancellationToken token = default) => await Task.Delay(a, token);")]
    [InlineData("async Task", "Console.WriteLine(nameof(cancellationToken)); await Task.Yield();")]
    public Task GS0028_a_token_that_nothing_looks_at(string returns, string body) => AnalyzerTest.VerifyAsync(
        $"public static class A {{ [ScheduledTask] public static {returns} Run(int a, CancellationToken {{|GS0028:cancellationToken|}}) {{ {body} }} }}",
        emittedFiles: 2);

    [Fact]
    public Task GS0028_in_an_actuator_and_in_an_expression() => AnalyzerTest.VerifyAsync(
        """
        [ScheduledTask] public record Payload(int Value);
        public class A
        {
            [Actuator] public async Task Run(Payload payload, CancellationToken {|GS0028:stop|}) => await Task.Delay(payload.Value);
        }
        """,
        emittedFiles: 2);

    [Fact]
    public Task GS0028_although_the_context_is_used_for_something_else() => AnalyzerTest.VerifyAsync(
        """
        public static class A
        {
            [ScheduledTask] public static async Task Run(TaskContext context, CancellationToken {|GS0028:token|})
            {
                context.ReportProgress(context.Attempt / 10.0);
                await Task.Delay(1);
            }
        }
        """,
        emittedFiles: 2);

    [Theory]
    [InlineData("int a, CancellationToken token", "Task", "return Task.CompletedTask;")]
    [InlineData("int a, CancellationToken token", "void", "Console.WriteLine(a);")]
    [InlineData("int a, CancellationToken token", "void", "Console.WriteLine(string.Join(',', 1, 2, 3));")]
    [InlineData("int a, CancellationToken token", "async Task", "token.ThrowIfCancellationRequested(); await Task.Yield();")]
    [InlineData("int a, CancellationToken token", "async Task", "await Task.Delay(a, token);")]
    [InlineData("int a, CancellationToken token", "async Task", "await Task.Run(() => Thread.SpinWait(token.CanBeCanceled ? 1 : 2));")]
    [InlineData("int a, CancellationToken token", "async Task", "await Later(); Task Later() => Task.Delay(a, token);")]
    [InlineData("int a, CancellationToken token", "async Task", "using var both = CancellationTokenSource.CreateLinkedTokenSource(token); await Task.Delay(a, both.Token);")]
    [InlineData("int a, CancellationToken _", "async Task", "await Task.Delay(a);")]
    [InlineData("int a", "async Task", "await Task.Delay(a);")]
    [InlineData("TaskContext context", "async Task", "await Task.Delay(context.Attempt);")]
    [InlineData("TaskContext context, CancellationToken token", "async Task", "await Task.Delay(1, context.CancellationToken);")]
    [InlineData("TaskContext context, CancellationToken token", "async Task", "await Later(context); static Task Later(TaskContext context) => Task.Delay(1, context.CancellationToken);")]
    public Task GS0028_is_silent_on(string parameters, string returns, string body) => AnalyzerTest.VerifyAsync(
        $"public static class A {{ [ScheduledTask] public static {returns} Run({parameters}) {{ {body} }} }}", emittedFiles: 2);

    [Fact]
    public Task GS0028_is_silent_on_methods_that_are_no_tasks() => AnalyzerTest.VerifyAsync(
        "public static class A { public static Task Run(CancellationToken token) => Task.Delay(1); [Obsolete] public static Task Walk(CancellationToken token) => Task.Delay(1); }");

    [Fact]
    public Task GS0028_in_the_part_of_a_partial_method_that_has_the_body() => AnalyzerTest.VerifyAsync(
        """
        public static partial class A
        {
            [ScheduledTask] public static partial Task Run(CancellationToken token);
            public static partial async Task Run(CancellationToken {|GS0028:token|}) => await Task.Yield();
        }
        """.Replace("partial async", "async partial", StringComparison.Ordinal),
        emittedFiles: 2);
}
