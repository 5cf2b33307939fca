using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests;

public class MethodTests
{
    [Fact]
    public void A_static_method_gets_payload_scheduler_definition_and_registration() => GeneratorTest.Verify(
        """
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler;

        namespace MyApp;

        public static class Calculator
        {
            [ScheduledTask("calculator.sum", Concurrency = 2, Timeout = "00:00:05", MaxAttempts = 4, RetryDelay = "00:00:01")]
            public static async Task<int> Sum(int a, int b = 2, CancellationToken cancellationToken = default)
            {
                await Task.Delay(1, cancellationToken);
                return a + b;
            }
        }
        """,
        snapshot: "Static");

    [Theory]
    [InlineData("void", "", "NoResult")]
    [InlineData("int", "return 1;", "int")]
    [InlineData("Task", "return Task.CompletedTask;", "NoResult")]
    [InlineData("Task<string?>", "return Task.FromResult<string?>(null);", "string?")]
    [InlineData("ValueTask", "return default;", "NoResult")]
    [InlineData("ValueTask<(int a, string b)>", "return default;", "(int a, string b)")]
    [InlineData("object", "return 1;", "object")]
    [InlineData("dynamic", "return 1;", "dynamic")]
    [InlineData("int[]", "return new int[0];", "int[]")]
    public void Each_kind_of_return_type_has_its_result(string returnType, string body, string result)
    {
        GeneratorRun run = GeneratorTest.Verify(
            $$"""
            using System.Threading.Tasks;
            using GeneratedScheduler;

            namespace MyApp;

            public static class Work
            {
                [ScheduledTask]
                public static {{returnType}} Static(int a) { {{body}} }
            }

            public class Worker
            {
                [ScheduledTask]
                public {{returnType}} Instance(int a) { {{body}} }
            }
            """);

        Assert.Contains($"StaticTask, {(result == "NoResult" ? "global::GeneratedScheduler.NoResult" : result)}>", run.Text, StringComparison.Ordinal);
    }
}
