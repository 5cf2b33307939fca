using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests.Analyzers;

public class SettingRuleTests
{
    private static readonly string TooLong = new('a', 201);

    [Theory]
    [InlineData("{|GS0006:\"\"|}")]
    [InlineData("{|GS0006:\"with space\"|}")]
    [InlineData("{|GS0006:\"slash/ed\"|}")]
    [InlineData("name: {|GS0006:\"a:b\"|}")]
    [InlineData("Timeout = {|GS0007:\"5\"|}")]
    [InlineData("Timeout = {|GS0007:\"00:05\"|}")]
    [InlineData("Timeout = {|GS0007:\"00:00:00\"|}")]
    [InlineData("Timeout = {|GS0007:\"-00:00:05\"|}")]
    [InlineData("Timeout = {|GS0007:\"soon\"|}")]
    [InlineData("RetryDelay = {|GS0007:\"1s\"|}")]
    [InlineData("RetryDelay = {|GS0007:\"00:00:00\"|}")]
    [InlineData("Backoff = Backoff.Fixed, RetryDelay = {|GS0007:\"-00:00:01\"|}")]
    [InlineData("MaxRetryDelay = {|GS0007:\"\"|}")]
    [InlineData("MaxAttempts = {|GS0008:0|}")]
    [InlineData("MaxAttempts = {|GS0008:-1|}")]
    [InlineData("Concurrency = {|GS0009:0|}")]
    [InlineData("Concurrency = {|GS0009:int.MinValue|}")]
    [InlineData("Backoff = {|GS0010:Backoff.None|}, MaxAttempts = 2")]
    [InlineData("Backoff = Backoff.None, RetryDelay = {|GS0010:\"00:00:01\"|}")]
    [InlineData("Backoff = Backoff.None, MaxRetryDelay = {|GS0010:\"00:00:01\"|}")]
    [InlineData("Backoff = Backoff.Fixed, MaxRetryDelay = {|GS0010:\"00:00:01\"|}")]
    [InlineData("Backoff = {|GS0010:(Backoff)7|}")]
    [InlineData("RetryDelay = {|GS0010:\"00:00:02\"|}, MaxRetryDelay = \"00:00:01\"")]
    [InlineData("TypeName = {|GS0011:\"\"|}")]
    [InlineData("TypeName = {|GS0011:\"1st\"|}")]
    [InlineData("TypeName = {|GS0011:\"a.b\"|}")]
    public async Task A_setting_that_makes_no_sense_is_reported_where_it_is_written(string arguments)
    {
        await AnalyzerTest.VerifyAsync($"public static class A {{ [ScheduledTask({arguments})] public static void Run() {{ }} }}");
        await AnalyzerTest.VerifyAsync($"public static class A {{ [ScheduledTask({arguments})] public class Payload {{ }} [Actuator] public static void Run(Payload a) {{ }} }}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"a.b-c_D9\"")]
    [InlineData("\"größe\"")]
    [InlineData("null!")]
    [InlineData("Timeout = \"00:00:00.1\"")]
    [InlineData("Timeout = \"2.00:00:00\"")]
    [InlineData("Timeout = null")]
    [InlineData("MaxAttempts = 1, Backoff = Backoff.None")]
    [InlineData("Backoff = Backoff.Fixed, RetryDelay = \"00:00:00\"")]
    [InlineData("RetryDelay = \"00:00:01\", MaxRetryDelay = \"00:00:01\"")]
    [InlineData("RetryDelay = \"01:00:00\"")]
    [InlineData("MaxRetryDelay = \"00:00:00.5\"")]
    [InlineData("TypeName = \"class\"")]
    [InlineData("Concurrency = int.MaxValue, MaxAttempts = int.MaxValue")]
    public Task A_setting_that_makes_sense_is_not_reported(string arguments) => AnalyzerTest.VerifyAsync(
        $"public static class A {{ [ScheduledTask({arguments})] public static void Run(TaskContext context) {{ }} }}", emittedFiles: 2);

    [Fact]
    public Task A_name_may_have_200_characters_and_no_more() => AnalyzerTest.VerifyAsync(
        $$"""
        public static class A
        {
            [ScheduledTask({|GS0006:"{{TooLong}}"|})]
            public static void TooLong() { }

            [ScheduledTask("{{TooLong[1..]}}")]
            public static void JustRight() { }
        }
        """,
        emittedFiles: 2);

    [Fact]
    public Task A_mistake_that_the_compiler_reports_is_not_reported_twice() => AnalyzerTest.VerifyAsync(
        "public static class A { [ScheduledTask(Timeout = 5)] public static void Run() { } [ScheduledTask] public static void Walk(Missing a) { } }");
}
