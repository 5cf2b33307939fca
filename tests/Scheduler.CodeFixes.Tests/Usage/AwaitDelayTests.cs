using GeneratedScheduler.CodeFixes.Tests.Testing;
using GeneratedScheduler.CodeFixes.Usage;

namespace GeneratedScheduler.CodeFixes.Tests.Usage;

public class AwaitDelayTests
{
    [Fact]
    public Task Sleeping_becomes_awaiting_with_the_token_in_scope() => CodeFixTest.VerifyAsync<AwaitDelayCodeFix>(
        """
        public static class Work
        {
            [ScheduledTask]
            public static async Task Run(CancellationToken stop)
            {
                stop.ThrowIfCancellationRequested();
                {|GS0033:Thread.Sleep(5)|};
                {|GS0033:Thread.Sleep(millisecondsTimeout: 5)|};
                {|GS0033:Task.Delay(TimeSpan.FromSeconds(1)).Wait()|};
                {|GS0033:Task.Delay(7).ConfigureAwait(false).GetAwaiter().GetResult()|};
                {|GS0033:Task.Delay(9, stop).Wait()|};
                Func<CancellationToken, Task> later = async own => {|GS0033:Thread.Sleep(1)|};
                await later(stop);
            }

            [ScheduledTask]
            public static async Task Walk(TaskContext context)
            {
                {|GS0033:Thread.Sleep(TimeSpan.FromSeconds(1))|};
                await Local();

                static async Task Local() => {|GS0033:Thread.Sleep(1)|};
            }

            [ScheduledTask]
            public static async Task Stand() => {|GS0033:System.Threading.Thread.Sleep(5)|};
        }
        """,
        """
        public static class Work
        {
            [ScheduledTask]
            public static async Task Run(CancellationToken stop)
            {
                stop.ThrowIfCancellationRequested();
                await Task.Delay(5, stop);
                await Task.Delay(5, stop);
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
                await Task.Delay(7, stop);
                await Task.Delay(9, stop);
                Func<CancellationToken, Task> later = async own => await Task.Delay(1, own);
                await later(stop);
            }

            [ScheduledTask]
            public static async Task Walk(TaskContext context)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), context.CancellationToken);
                await Local();

                static async Task Local() => await Task.Delay(1);
            }

            [ScheduledTask]
            public static async Task Stand() => await Task.Delay(5);
        }
        """);

    [Theory]
    [InlineData("async Task", "bool done = {|GS0033:Task.Delay(5).Wait(6)|}; await Task.Yield();")]
    [InlineData("async Task", "lock (string.Empty) { {|GS0033:Thread.Sleep(5)|}; } await Task.Yield();")]
    public Task Nothing_is_offered_where_await_cannot_stand(string returns, string body) => CodeFixTest.VerifyNoFixAsync<AwaitDelayCodeFix>(
        $"public static class Work {{ [ScheduledTask] public static {returns} Run() {{ {body} }} }}");
}
