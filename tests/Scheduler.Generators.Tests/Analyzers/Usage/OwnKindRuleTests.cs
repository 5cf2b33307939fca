using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Tests.Analyzers.Usage;

public class OwnKindRuleTests
{
    [Theory]
    [InlineData("return await {|GS0057:(await runs.EnqueueAsync(a)).Completion|};")]
    [InlineData("TaskHandle<int> handle = await runs.EnqueueAsync(a).ConfigureAwait(false); return await {|GS0057:handle.Completion|}.ConfigureAwait(false);")]
    [InlineData("var handle = await runs.EnqueueAsync(a); return (await {|GS0057:handle.Outcome|}).Result;")]
    [InlineData("return await {|GS0057:runs.GetHandle(default).Completion|};")]
    [InlineData("var one = await runs.EnqueueAsync(a); var two = await runs.EnqueueAsync(a); return (await Task.WhenAll({|GS0057:one.Completion|}, {|GS0057:two.Completion|}))[0];")]
    [InlineData("await {|GS0058:runs.EnqueueAsync(a, new EnqueueOptions { UniqueKey = \"timer\", Delay = TimeSpan.FromHours(1) })|}; return 1;")]
    [InlineData("const string Key = \"timer\"; EnqueueOptions options = new() { UniqueKey = Key }; await {|GS0058:runs.EnqueueAsync(a, options)|}; return 1;")]
    public Task What_a_task_does_to_its_own_kind(string body) => VerifyAsync(body);

    [Theory]
    [InlineData("return await (await adds.EnqueueAsync(a, 1)).Completion;")]
    [InlineData("await runs.EnqueueAsync(a); return 1;")]
    [InlineData("var handle = await runs.EnqueueAsync(a); return handle.Id.GetHashCode();")]
    [InlineData("var handle = await runs.EnqueueAsync(a); _ = Task.Run(async () => await handle.Completion); return 1;")]
    [InlineData("await runs.EnqueueAsync(a, new EnqueueOptions { UniqueKey = $\"timer {a + 1}\" }); return 1;")]
    [InlineData("await runs.EnqueueAsync(a, new EnqueueOptions { UniqueKey = null }); return 1;")]
    [InlineData("await adds.EnqueueAsync(a, 1, new EnqueueOptions { UniqueKey = \"timer\" }); return 1;")]
    [InlineData("await Task.Yield(); throw new DeferTaskException(TimeSpan.FromHours(1));")]
    public Task The_rules_are_silent_on(string body) => VerifyAsync(body);

    [Fact]
    public Task They_can_be_suppressed_and_say_nothing_outside_of_the_task() => AnalyzerTest.VerifyAsync(
        """
        public static class A
        {
        #pragma warning disable GS0057, GS0058
            [ScheduledTask] public static async Task<int> Run(int a, [Injected] RunScheduler? runs)
            {
                await runs!.EnqueueAsync(a, new EnqueueOptions { UniqueKey = "timer" });
                return await (await runs!.EnqueueAsync(a)).Completion;
            }
        #pragma warning restore GS0057, GS0058

            public static async Task<int> Start(RunScheduler runs)
            {
                await runs.EnqueueAsync(1, new EnqueueOptions { UniqueKey = "timer" });
                return await (await runs.EnqueueAsync(1)).Completion;
            }
        }
        """,
        emittedFiles: 2);

    private static Task<IReadOnlyList<Diagnostic>> VerifyAsync(string body) => AnalyzerTest.VerifyAsync(
        $$"""
        public static class A
        {
            [ScheduledTask] public static int Add(int a, int b) => a + b;
            [ScheduledTask] public static async Task<int> Run(int a, [Injected] AddScheduler adds, [Injected] RunScheduler runs)
            {
                {{body}}
            }
        }
        """,
        emittedFiles: 3);
}
