using GeneratedScheduler.CodeFixes.Settings;
using GeneratedScheduler.CodeFixes.Tests.Testing;
using Microsoft.CodeAnalysis.CodeFixes;

namespace GeneratedScheduler.CodeFixes.Tests.Settings;

public class SettingFixTests
{
    private static readonly string TooLong = new('a', 201);

    [Theory]
    [InlineData("5", "00:00:05")]
    [InlineData("1s", "00:00:01")]
    [InlineData("500ms", "00:00:00.5")]
    [InlineData("5m", "00:05:00")]
    [InlineData("2 Hours", "02:00:00")]
    [InlineData("1.5h", "01:30:00")]
    [InlineData("2d", "2.00:00:00")]
    [InlineData("00:05", "00:05:00")]
    [InlineData("-00:00:05", "00:00:05")]
    [InlineData("24:00:00", "1.00:00:00")]
    [InlineData("00:90:00", "01:30:00")]
    [InlineData("24:00", "1.00:00:00")]
    public Task A_duration_is_written_as_it_is_meant(string text, string expected) =>
        VerifyAsync<DurationCodeFix>($"(Timeout = {{|GS0007:\"{text}\"|}})", $"(Timeout = \"{expected}\")");

    [Theory]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("00:00:00")]
    [InlineData("0s")]
    [InlineData("5 parsecs")]
    [InlineData("99999999999999999999d")]
    public async Task A_text_that_is_no_duration_is_left_out(string text)
    {
        await VerifyAsync<RemoveSettingCodeFix>($"(Timeout = {{|GS0007:\"{text}\"|}})", "");
        await VerifyNoFixAsync<DurationCodeFix>($"(Timeout = {{|GS0007:\"{text}\"|}})");
    }

    [Theory]
    [InlineData("(\n#if !RELEASE\n    MaxAttempts = {|GS0008:0|}\n#endif\n    )")]
    [InlineData("(\"sum\",\n#if !RELEASE\n    Concurrency = {|GS0009:0|},\n#endif\n    MaxAttempts = 2)")]
    [InlineData("(\"sum\",\n#pragma warning disable CS0618\n    Concurrency = {|GS0009:0|},\n#pragma warning restore CS0618\n    MaxAttempts = 2)")]
    public Task Nothing_is_offered_that_would_take_a_directive_along(string arguments) => VerifyNoFixAsync<RemoveSettingCodeFix>(arguments);

    [Fact]
    public async Task Two_parts_may_be_minutes_and_seconds()
    {
        await VerifyAsync<MinutesAndSecondsCodeFix>("(Timeout = {|GS0007:\"00:05\"|})", "(Timeout = \"00:00:05\")");
        await VerifyNoFixAsync<MinutesAndSecondsCodeFix>("(Timeout = {|GS0007:\"5\"|})");
    }

    [Theory]
    [InlineData("sum of two", "sum.of.two")]
    [InlineData("jobs/sum:2", "jobs.sum.2")]
    [InlineData("größe!", "größe-")]
    [InlineData(" sum ", "sum")]
    public async Task A_name_keeps_what_is_allowed(string name, string expected)
    {
        await VerifyAsync<TaskNameCodeFix>($"({{|GS0006:\"{name}\"|}}, MaxAttempts = 2)", $"(\"{expected}\", MaxAttempts = 2)");
        await VerifyAsync<TaskNameCodeFix>($"(name: {{|GS0006:\"{name}\"|}})", $"(name: \"{expected}\")");
        await VerifyNoFixAsync<RemoveSettingCodeFix>($"({{|GS0006:\"{name}\"|}})");
    }

    [Fact]
    public Task A_name_that_is_too_long_is_cut() =>
        VerifyAsync<TaskNameCodeFix>($"({{|GS0006:\"{TooLong}\"|}})", $"(\"{TooLong[1..]}\")");

    [Theory]
    [InlineData("")]
    [InlineData("//")]
    public async Task A_name_without_a_letter_is_left_out(string name)
    {
        await VerifyAsync<RemoveSettingCodeFix>($"({{|GS0006:\"{name}\"|}}, MaxAttempts = 2)", "(MaxAttempts = 2)");
        await VerifyNoFixAsync<TaskNameCodeFix>($"({{|GS0006:\"{name}\"|}})");
    }

    [Theory]
    [InlineData("Sum-2", "Sum2")]
    [InlineData("a.b", "AB")]
    [InlineData("1st", "_1st")]
    public async Task A_type_name_becomes_an_identifier(string name, string expected)
    {
        await VerifyAsync<TypeNameCodeFix>($"(TypeName = {{|GS0011:\"{name}\"|}})", $"(TypeName = \"{expected}\")");
        await VerifyNoFixAsync<RemoveSettingCodeFix>($"(TypeName = {{|GS0011:\"{name}\"|}})");
    }

    [Fact]
    public async Task A_type_name_without_a_letter_is_left_out()
    {
        await VerifyAsync<RemoveSettingCodeFix>("(TypeName = {|GS0011:\"\"|})", "");
        await VerifyNoFixAsync<TypeNameCodeFix>("(TypeName = {|GS0011:\"\"|})");
    }

    [Theory]
    [InlineData("(MaxAttempts = {|GS0008:0|})", "")]
    [InlineData("(\"sum\", Concurrency = {|GS0009:-1|})", "(\"sum\")")]
    [InlineData("(Concurrency = {|GS0009:0|}, MaxAttempts = {|GS0008:0|}, TypeName = \"Sum\")", "(TypeName = \"Sum\")")]
    [InlineData("(Backoff = {|GS0010:Backoff.None|}, MaxAttempts = 2)", "(MaxAttempts = 2)")]
    [InlineData("(Backoff = Backoff.None, RetryDelay = {|GS0010:\"00:00:01\"|})", "(Backoff = Backoff.None)")]
    [InlineData("(Backoff = Backoff.Fixed, MaxRetryDelay = {|GS0010:\"00:00:01\"|})", "(Backoff = Backoff.Fixed)")]
    [InlineData("(Backoff = {|GS0010:(Backoff)7|})", "")]
    public async Task A_setting_that_makes_no_sense_is_left_out(string attribute, string expected)
    {
        await VerifyAsync<RemoveSettingCodeFix>(attribute, expected);
        await VerifyNoFixAsync<SwapRetryDelaysCodeFix>(attribute);
    }

    [Fact]
    public async Task Retry_delays_in_the_wrong_order_are_swapped()
    {
        const string Wrong = "(RetryDelay = {|GS0010:\"00:05:00\"|}, MaxRetryDelay = \"00:00:01\")";
        await VerifyAsync<SwapRetryDelaysCodeFix>(Wrong, "(RetryDelay = \"00:00:01\", MaxRetryDelay = \"00:05:00\")");
        await VerifyNoFixAsync<RemoveSettingCodeFix>(Wrong);
    }

    [Fact]
    public Task Comments_stay() => CodeFixTest.VerifyAsync<DurationCodeFix>(
        """
        public static class Work
        {
            // Runs at night.
            [ScheduledTask(
                "work.run", // stored
                Timeout = {|GS0007:"5s"|} /* not long */,
                RetryDelay = {|GS0007:"1s"|})]
            public static void Run(CancellationToken cancellationToken) => cancellationToken.ThrowIfCancellationRequested();
        }
        """,
        """
        public static class Work
        {
            // Runs at night.
            [ScheduledTask(
                "work.run", // stored
                Timeout = "00:00:05" /* not long */,
                RetryDelay = "00:00:01")]
            public static void Run(CancellationToken cancellationToken) => cancellationToken.ThrowIfCancellationRequested();
        }
        """);

    private static Task VerifyAsync<TFix>(string attribute, string expected)
        where TFix : CodeFixProvider, new() => CodeFixTest.VerifyAsync<TFix>(Source(attribute), Source(expected));

    private static Task VerifyNoFixAsync<TFix>(string attribute)
        where TFix : CodeFixProvider, new() => CodeFixTest.VerifyNoFixAsync<TFix>(Source(attribute));

    private static string Source(string attribute) => $$"""
        public static class Work
        {
            [ScheduledTask{{attribute}}]
            public static void Run(CancellationToken cancellationToken) => cancellationToken.ThrowIfCancellationRequested();
        }
        """;
}
