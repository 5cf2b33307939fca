using GeneratedScheduler.CodeFixes.Tests.Testing;
using GeneratedScheduler.CodeFixes.Usage;

namespace GeneratedScheduler.CodeFixes.Tests.Usage;

public class EnqueueManyTests
{
    // What the generator emits, written by hand: while a fix is tested, the workspace does not show it emitted code.
    private const string Work = """
        public sealed record SumTask(int A, int B);

        public class SumScheduler(SchedulerSetup<SumTask, int> setup) : Scheduler<SumTask, int>(setup)
        {
            public ValueTask<TaskHandle<int>> EnqueueAsync(int a, int b, EnqueueOptions? options = null, CancellationToken cancellationToken = default) => default;
            public ValueTask EnqueueManyAsync(IEnumerable<(int a, int b)> tasks, EnqueueOptions? options = null, CancellationToken cancellationToken = default) => default;
        }

        public sealed record PrintTask(string Text, bool Upper = false, long? Times = null);

        public class PrintScheduler(SchedulerSetup<PrintTask, NoResult> setup) : Scheduler<PrintTask, NoResult>(setup)
        {
            public ValueTask<TaskHandle<NoResult>> EnqueueAsync(string text, bool upper = false, long? times = null, EnqueueOptions? options = null, CancellationToken cancellationToken = default) => default;
            public ValueTask EnqueueManyAsync(IEnumerable<(string text, bool upper, long? times)> tasks, EnqueueOptions? options = null, CancellationToken cancellationToken = default) => default;
        }

        public sealed record SquareTask(int A);

        public class SquareScheduler(SchedulerSetup<SquareTask, int> setup) : Scheduler<SquareTask, int>(setup)
        {
            public ValueTask<TaskHandle<int>> EnqueueAsync(int a, EnqueueOptions? options = null, CancellationToken cancellationToken = default) => default;
        }

        public record Image(string Path);

        public class ImageScheduler(SchedulerSetup<Image, NoResult> setup) : Scheduler<Image, NoResult>(setup);


        """;

    [Fact]
    public async Task A_loop_becomes_one_call()
    {
        const string Source = """
            public class Shop(SumScheduler sums, PrintScheduler prints, SquareScheduler squares, ImageScheduler images)
            {
                public async Task Order(List<(int A, int B)> orders, string[] texts, Image[] all, CancellationToken stop)
                {
                    // Sums first.
                    foreach (var order in orders)
                    {
                        await {|GS0032:sums.EnqueueAsync(order.A, order.B)|};
                    }

                    foreach (var order in orders)
                        await {|GS0032:sums.EnqueueAsync(b: order.A, a: order.B, cancellationToken: stop)|}.ConfigureAwait(false);

                    foreach (string text in texts)
                    {
                        await {|GS0032:prints.EnqueueAsync(text)|};
                    }

                    foreach (string text in texts)
                    {
                        await {|GS0032:prints.EnqueueAsync(text, true, text.Length)|};
                    }

                    foreach (int a in new[] { 1, 2 })
                    {
                        await {|GS0032:squares.EnqueueAsync(a)|};
                    }

                    foreach (Image image in all)
                    {
                        await {|GS0032:images.EnqueueAsync(image)|};
                    }

                    foreach (string text in texts)
                    {
                        await {|GS0032:images.EnqueueAsync(new Image(text))|};
                    }
                }
            }
            """;
        const string Fixed = """
            public class Shop(SumScheduler sums, PrintScheduler prints, SquareScheduler squares, ImageScheduler images)
            {
                public async Task Order(List<(int A, int B)> orders, string[] texts, Image[] all, CancellationToken stop)
                {
                    // Sums first.
                    await sums.EnqueueManyAsync(orders.Select(order => (order.A, order.B)));

                    await sums.EnqueueManyAsync(orders.Select(order => (order.B, order.A)), cancellationToken: stop).ConfigureAwait(false);

                    await prints.EnqueueManyAsync(texts.Select(text => new PrintTask(text)));

                    await prints.EnqueueManyAsync(texts.Select(text => new PrintTask(text, true, text.Length)));

                    await squares.EnqueueManyAsync((new[] { 1, 2 }).Select(a => new SquareTask(a)));

                    await images.EnqueueManyAsync(all);

                    await images.EnqueueManyAsync(texts.Select(text => new Image(text)));
                }
            }
            """;
        await CodeFixTest.VerifyAsync<EnqueueManyCodeFix>("using System.Linq;\n\n" + Work + Source, "using System.Linq;\n\n" + Work + Fixed);
    }

    [Theory]
    [InlineData("foreach (int x in xs) { if (x > 1) { await {|GS0032:sums.EnqueueAsync(x, x)|}; } }")]
    [InlineData("foreach (int x in xs) { Console.WriteLine(x); await {|GS0032:sums.EnqueueAsync(x, x)|}; }")]
    [InlineData("foreach (int x in xs) { /* why */ await {|GS0032:sums.EnqueueAsync(x, x)|}; }")]
    [InlineData("foreach (var (x, y) in new[] { (1, 2) }) { await {|GS0032:sums.EnqueueAsync(x, y)|}; }")]
    [InlineData("foreach (int x in new System.Collections.ArrayList()) { await {|GS0032:sums.EnqueueAsync(x, x)|}; }")]
    [InlineData("foreach (SumScheduler s in new[] { sums }) { await {|GS0032:s.EnqueueAsync(1, 2)|}; }")]
    [InlineData("for (int i = 0; i < 9; i++) { await {|GS0032:sums.EnqueueAsync(i, i)|}; }")]
    [InlineData("var all = new List<TaskHandle<int>>(); foreach (int x in xs) { all.Add(await {|GS0032:sums.EnqueueAsync(x, x)|}); }")]
    public Task Nothing_is_offered_for_loops_that_do_more(string loop) => CodeFixTest.VerifyNoFixAsync<EnqueueManyCodeFix>(
        $"{Work}public class Shop {{ public async Task Order(SumScheduler sums, int[] xs) {{ {loop} }} }}");

    [Fact]
    public Task The_namespace_of_Select_is_imported_once() => CodeFixTest.VerifyAsync<EnqueueManyCodeFix>(
        Work + """
        public static class Shop
        {
            public static async Task Order(SumScheduler sums, List<int> xs)
            {
                foreach (int x in xs)
                {
                    await {|GS0032:sums.EnqueueAsync(x, 2)|};
                }

                foreach (int x in xs)
                {
                    await {|GS0032:sums.EnqueueAsync(2, x)|};
                }
            }
        }
        """,
        Work + """
        public static class Shop
        {
            public static async Task Order(SumScheduler sums, List<int> xs)
            {
                await sums.EnqueueManyAsync(xs.Select(x => (x, 2)));

                await sums.EnqueueManyAsync(xs.Select(x => (2, x)));
            }
        }
        """,
        imports: "System.Linq");
}
