using GeneratedScheduler.CodeFixes.Tests.Testing;
using GeneratedScheduler.CodeFixes.Usage;

namespace GeneratedScheduler.CodeFixes.Tests.Usage;

public class AwaitEnqueueTests
{
    private const string Work = """
        public static class Work
        {
            [ScheduledTask]
            public static int Sum(int a, int b) => a + b;
        }


        """;

    [Fact]
    public Task What_is_dropped_is_awaited_and_what_is_around_it_becomes_async() => CodeFixTest.VerifyAsync<AwaitEnqueueCodeFix>(
        Work + """
        public class Shop(SumScheduler sums)
        {
            public async Task Order()
            {
                {|GS0031:sums.EnqueueAsync(1, 2)|};
                _ = {|GS0031:sums.EnqueueAsync(3, 4)|};
                {|GS0031:sums.EnqueueAsync(5, 6)|}.ConfigureAwait(false);
                var unused = {|GS0031:sums.EnqueueManyAsync([(1, 2), (3, 4)])|};
                await Task.Yield();
            }

            // Called by a timer.
            public void Tick()
            {
                {|GS0031:sums.EnqueueAsync(1, 2)|};
                {|GS0031:sums.CreateAsync(3, 4)|};
            }

            void Arrow() => {|GS0031:sums.EnqueueAsync(1, 2)|};

            public void Inside()
            {
                Task.Run(() => { {|GS0031:sums.EnqueueAsync(1, 2)|}; });
                Local();

                void Local()
                {
                    {|GS0031:sums.EnqueueAsync(1, 2)|};
                }
            }
        }
        """,
        Work + """
        public class Shop(SumScheduler sums)
        {
            public async Task Order()
            {
                await sums.EnqueueAsync(1, 2);
                await sums.EnqueueAsync(3, 4);
                await sums.EnqueueAsync(5, 6).ConfigureAwait(false);
                var unused = await sums.EnqueueManyAsync([(1, 2), (3, 4)]);
                await Task.Yield();
            }

            // Called by a timer.
            public async Task Tick()
            {
                await sums.EnqueueAsync(1, 2);
                await sums.CreateAsync(3, 4);
            }

            async Task Arrow() => await sums.EnqueueAsync(1, 2);

            public async Task Inside()
            {
                Task.Run(async () => { await sums.EnqueueAsync(1, 2); });
                await Local();

                async Task Local()
                {
                    await sums.EnqueueAsync(1, 2);
                }
            }
        }
        """);

    [Theory]
    [InlineData("public Shop(SumScheduler sums) { {|GS0031:sums.EnqueueAsync(1, 2)|}; }")]
    [InlineData("public int P { get { {|GS0031:_sums.EnqueueAsync(1, 2)|}; return 1; } }")]
    [InlineData("public void M() { lock (_sums) { {|GS0031:_sums.EnqueueAsync(1, 2)|}; } }")]
    [InlineData("public int M() { {|GS0031:_sums.EnqueueAsync(1, 2)|}; return 1; }")]
    [InlineData("public virtual void M() { {|GS0031:_sums.EnqueueAsync(1, 2)|}; }")]
    [InlineData("public void Dispose() { {|GS0031:_sums.EnqueueAsync(1, 2)|}; }")]
    [InlineData("public void OnClick(object? sender, EventArgs e) { {|GS0031:_sums.EnqueueAsync(1, 2)|}; }")]
    [InlineData("public void M() { new List<int>().ForEach(x => {|GS0031:_sums.EnqueueAsync(x, x)|}); }")]
    [InlineData("public void M() { Action later = () => {|GS0031:_sums.EnqueueAsync(1, 2)|}; later(); }")]
    [InlineData("public async Task M(SumScheduler? sums) { sums?{|GS0031:.EnqueueAsync(1, 2)|}; await Task.Yield(); }")]
    [InlineData("public int M() { Local(); return 1; void Local() { {|GS0031:_sums.EnqueueAsync(1, 2)|}; } }")]
    [InlineData("public void M() { Action later = Local; later(); void Local() { {|GS0031:_sums.EnqueueAsync(1, 2)|}; } }")]
    [InlineData("public void M() { Outer(); void Outer() { Local(); } void Local() { {|GS0031:_sums.EnqueueAsync(1, 2)|}; } }")]
    [InlineData("public unsafe void M() { {|GS0031:_sums.EnqueueAsync(1, 2)|}; }")]
    public Task Nothing_is_offered_where_await_cannot_stand(string member) => CodeFixTest.VerifyNoFixAsync<AwaitEnqueueCodeFix>(
        $"{Work}public class Shop{(member.Contains("Dispose", StringComparison.Ordinal) ? " : IDisposable" : "")} {{ private readonly SumScheduler _sums = null!; {member} }}");
}
