using GeneratedScheduler.CodeFixes.Definitions;
using GeneratedScheduler.CodeFixes.Tests.Testing;

namespace GeneratedScheduler.CodeFixes.Tests.Definitions;

public class StorableParameterTests
{
    [Theory]
    [InlineData("Span<int> {|GS0012:a|}", "int[] a")]
    [InlineData("ReadOnlySpan<string> {|GS0012:a|}", "string[] a")]
    [InlineData("ReadOnlySpan<char> {|GS0012:a|}", "string a")]
    [InlineData("Span<char> {|GS0012:a|}", "char[] a")]
    [InlineData("int b, System.ReadOnlySpan<DateTime> {|GS0012:a|} /* all */", "int b, DateTime[] a /* all */")]
    public Task A_span_becomes_what_can_be_stored(string parameter, string expected) =>
        CodeFixTest.VerifyAsync<StorableParameterCodeFix>(Source(parameter), Source(expected));

    [Theory]
    [InlineData("Span<int> {|GS0012:a|}, ReadOnlySpan<int> {|GS0012:b|}", "int[] a, int[] b")]
    public Task Several_at_once(string parameter, string expected) =>
        CodeFixTest.VerifyAsync<StorableParameterCodeFix>(Source(parameter), Source(expected));

    [Theory]
    [InlineData("int* {|GS0012:a|}")]
    [InlineData("TypedReference {|GS0012:a|}")]
    [InlineData("Span<int> {|GS0012:a|} = default")]
    public Task What_could_become_anything_stays(string parameter) =>
        CodeFixTest.VerifyNoFixAsync<StorableParameterCodeFix>(Source(parameter).Replace("static class", "static unsafe class", StringComparison.Ordinal));

    private static string Source(string parameters) => $$"""
        public static class Work
        {
            [ScheduledTask]
            public static int Run({{parameters}}) => 1;
        }
        """;
}
