using GeneratedScheduler.CodeFixes.Tests.Testing;
using GeneratedScheduler.CodeFixes.Usage;

namespace GeneratedScheduler.CodeFixes.Tests.Usage;

public class AwaitHandleTests
{
    [Fact]
    public Task Blocking_becomes_awaiting() => CodeFixTest.VerifyAsync<AwaitHandleCodeFix>(
        """
        public static class Work
        {
            [ScheduledTask]
            public static int Sum(int a, int b) => a + b;

            [ScheduledTask]
            public static async Task<int> Total([Injected] SumScheduler sums, CancellationToken token)
            {
                TaskHandle<int> one = {|GS0030:sums.EnqueueAsync(1, 2).AsTask().Result|};
                TaskHandle<int> two = {|GS0030:sums.EnqueueAsync(3, 4).GetAwaiter().GetResult()|};
                {|GS0030:one.Completion.Wait()|};
                {|GS0030:two.Completion.Wait(token)|};
                string text = {|GS0030:two.Completion.Result|}.ToString();
                return {|GS0030:{|GS0030:sums.EnqueueAsync(5, 6).Result|}.Completion.ConfigureAwait(false).GetAwaiter().GetResult()|};
            }
        }
        """,
        """
        public static class Work
        {
            [ScheduledTask]
            public static int Sum(int a, int b) => a + b;

            [ScheduledTask]
            public static async Task<int> Total([Injected] SumScheduler sums, CancellationToken token)
            {
                TaskHandle<int> one = await sums.EnqueueAsync(1, 2);
                TaskHandle<int> two = await sums.EnqueueAsync(3, 4);
                await one.Completion;
                await two.Completion.WaitAsync(token);
                string text = (await two.Completion).ToString();
                return await (await sums.EnqueueAsync(5, 6)).Completion.ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task A_method_that_is_not_async_becomes_so() => CodeFixTest.VerifyAsync<AwaitHandleCodeFix>(
        """
        public class Work
        {
            [ScheduledTask]
            public static int Sum(int a, int b) => a + b;

            [ScheduledTask]
            public static int Total([Injected] SumScheduler sums) => {|GS0030:sums.GetHandle(default).Completion.Result|};

            /// <summary>Waits.</summary>
            [ScheduledTask]
            public void Wait([Injected] SumScheduler sums)
            {
                {|GS0030:sums.GetHandle(default).Completion.Wait()|};
                if ({|GS0030:sums.GetHandle(default).Completion.Result|} == 1)
                {
                    return;
                }
            }
        }
        """,
        """
        public class Work
        {
            [ScheduledTask]
            public static int Sum(int a, int b) => a + b;

            [ScheduledTask]
            public static async Task<int> Total([Injected] SumScheduler sums) => await sums.GetHandle(default).Completion;

            /// <summary>Waits.</summary>
            [ScheduledTask]
            public async Task Wait([Injected] SumScheduler sums)
            {
                await sums.GetHandle(default).Completion;
                if (await sums.GetHandle(default).Completion == 1)
                {
                    return;
                }
            }
        }
        """);

    [Fact]
    public Task A_method_that_returns_a_task_without_being_async_becomes_async() => CodeFixTest.VerifyAsync<AwaitHandleCodeFix>(
        """
        public class Work
        {
            private readonly TaskHandle<int> _handle = TaskHandle<int>.FromResult(1);

            [ScheduledTask]
            public Task<int> Result() => Task.FromResult({|GS0030:_handle.Completion.Result|});

            [ScheduledTask]
            public ValueTask Wait() => Later({|GS0030:_handle.Completion.Result|});

            private static ValueTask Later(int a) => default;
        }
        """,
        """
        public class Work
        {
            private readonly TaskHandle<int> _handle = TaskHandle<int>.FromResult(1);

            [ScheduledTask]
            public async Task<int> Result() => await _handle.Completion;

            [ScheduledTask]
            public async ValueTask Wait() => await Later(await _handle.Completion);

            private static ValueTask Later(int a) => default;
        }
        """);

    [Theory]
    [InlineData("public static bool Run([Injected] SumScheduler sums) => {|GS0030:sums.GetHandle(default).Completion.Wait(500)|};")]
    [InlineData("public static void Run([Injected] SumScheduler sums) { lock (sums) { {|GS0030:sums.GetHandle(default).Completion.Wait()|}; } }")]
    [InlineData("public static int Run([Injected] SumScheduler sums) { Func<int> later = () => {|GS0030:sums.GetHandle(default).Completion.Result|}; return later(); }")]
    [InlineData("public virtual void Run([Injected] SumScheduler sums) { {|GS0030:sums.GetHandle(default).Completion.Wait()|}; }")]
    public Task Nothing_is_offered_where_await_cannot_stand(string method) => CodeFixTest.VerifyNoFixAsync<AwaitHandleCodeFix>(
        $"public class Work {{ [ScheduledTask] public static int Sum(int a, int b) => a + b; [ScheduledTask] {method} }}");
}
