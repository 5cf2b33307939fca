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

    [Fact]
    public Task What_returns_a_task_without_being_async_becomes_async() => CodeFixTest.VerifyAsync<AwaitDelayCodeFix>(
        """
        public interface IWork
        {
            Task Last(int a, CancellationToken token);
        }

        public class Work : IWork
        {
            [ScheduledTask]
            public Task Run(int a, CancellationToken token)
            {
                {|GS0033:Thread.Sleep(a)|};
                if (a == 1)
                {
                    return Task.CompletedTask;
                }

                {|GS0033:Thread.Sleep(a)|};
                Func<int> other = () => { return a; };
                return Task.CompletedTask;
            }

            [ScheduledTask]
            public virtual Task Last(int a, CancellationToken token)
            {
                {|GS0033:Thread.Sleep(a)|};
                return a == 1 ? Task.Delay(1, token) : Task.Delay(2, token);
            }

            [ScheduledTask]
            public Task<int> Result(int a, CancellationToken token)
            {
                {|GS0033:Thread.Sleep(a)|};
                if (a == 1)
                {
                    return Task.FromResult(a);
                }

                return Result(1, token);
            }

            [ScheduledTask]
            public ValueTask<long> New(int a, CancellationToken token)
            {
                {|GS0033:Thread.Sleep(a)|};
                return new(a);
            }
        }
        """,
        """
        public interface IWork
        {
            Task Last(int a, CancellationToken token);
        }

        public class Work : IWork
        {
            [ScheduledTask]
            public async Task Run(int a, CancellationToken token)
            {
                await Task.Delay(a, token);
                if (a == 1)
                {
                    return;
                }

                await Task.Delay(a, token);
                Func<int> other = () => { return a; };
            }

            [ScheduledTask]
            public virtual async Task Last(int a, CancellationToken token)
            {
                await Task.Delay(a, token);
                await (a == 1 ? Task.Delay(1, token) : Task.Delay(2, token));
            }

            [ScheduledTask]
            public async Task<int> Result(int a, CancellationToken token)
            {
                await Task.Delay(a, token);
                if (a == 1)
                {
                    return a;
                }

                return await Result(1, token);
            }

            [ScheduledTask]
            public async ValueTask<long> New(int a, CancellationToken token)
            {
                await Task.Delay(a, token);
                return a;
            }
        }
        """);

    [Theory]
    [InlineData("Task", "{|GS0033:Thread.Sleep(5)|}; if (DateTime.Now.Day == 1) { return Task.Delay(5); } return Task.Delay(6);")]
    [InlineData("Task<int>", "{|GS0033:Thread.Sleep(5)|}; return null!;")]
    [InlineData("ValueTask<int>", "{|GS0033:Thread.Sleep(5)|}; return default;")]
    [InlineData("async Task", "bool done = {|GS0033:Task.Delay(5).Wait(6)|}; await Task.Yield();")]
    [InlineData("async Task", "lock (string.Empty) { {|GS0033:Thread.Sleep(5)|}; } await Task.Yield();")]
    public Task Nothing_is_offered_where_await_cannot_stand(string returns, string body) => CodeFixTest.VerifyNoFixAsync<AwaitDelayCodeFix>(
        $"public static class Work {{ [ScheduledTask] public static {returns} Run() {{ {body} }} }}");
}
