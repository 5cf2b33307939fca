using GeneratedScheduler.CodeFixes.Tests.Testing;
using GeneratedScheduler.CodeFixes.Usage;

namespace GeneratedScheduler.CodeFixes.Tests.Usage;

public class UseCancellationTokenTests
{
    [Fact]
    public Task Every_call_that_takes_a_token_gets_it() => CodeFixTest.VerifyAsync<UseCancellationTokenCodeFix>(
        """
        public static class Work
        {
            [ScheduledTask]
            public static async Task Run(string path, CancellationToken {|GS0028:cancellationToken|})
            {
                string text = await System.IO.File.ReadAllTextAsync(path);
                foreach (char c in text)
                {
                    await Task.Delay(c);
                }

                await Task.Run(() => Later(1));
                await Later(await Later(2));
            }

            [ScheduledTask]
            public static Task Walk(int a, CancellationToken {|GS0028:stop|}) => Task.Delay(a);

            private static async Task<int> Later(int a, string? name = null, CancellationToken token = default)
            {
                await Task.Delay(a, token);
                return name is null ? a : 0;
            }
        }
        """,
        """
        public static class Work
        {
            [ScheduledTask]
            public static async Task Run(string path, CancellationToken cancellationToken)
            {
                string text = await System.IO.File.ReadAllTextAsync(path, cancellationToken);
                foreach (char c in text)
                {
                    await Task.Delay(c, cancellationToken);
                }

                await Task.Run(() => Later(1, token: cancellationToken), cancellationToken);
                await Later(await Later(2, token: cancellationToken), token: cancellationToken);
            }

            [ScheduledTask]
            public static Task Walk(int a, CancellationToken stop) => Task.Delay(a, stop);

            private static async Task<int> Later(int a, string? name = null, CancellationToken token = default)
            {
                await Task.Delay(a, token);
                return name is null ? a : 0;
            }
        }
        """);

    [Fact]
    public Task Arguments_that_are_named_stay_named_and_functions_with_a_token_of_their_own_keep_it() => CodeFixTest.VerifyAsync<UseCancellationTokenCodeFix>(
        """
        public static class Work
        {
            [ScheduledTask]
            public static async Task Run(CancellationToken {|GS0028:token|})
            {
                await Task.Delay(millisecondsDelay: 5);
                Func<CancellationToken, Task> own = other => Task.Delay(1);
                await own(CancellationToken.None);
                await Static();

                static Task Static() => Task.Delay(2);
            }
        }
        """,
        """
        public static class Work
        {
            [ScheduledTask]
            public static async Task Run(CancellationToken token)
            {
                await Task.Delay(millisecondsDelay: 5, cancellationToken: token);
                Func<CancellationToken, Task> own = other => Task.Delay(1);
                await own(CancellationToken.None);
                await Static();

                static Task Static() => Task.Delay(2);
            }
        }
        """);

    [Fact]
    public Task Without_such_calls_the_outermost_loops_check_it() => CodeFixTest.VerifyAsync<UseCancellationTokenCodeFix>(
        """
        public static class Work
        {
            [ScheduledTask]
            public static int Run(int a, CancellationToken {|GS0028:token|})
            {
                int sum = 0;
                for (int i = 0; i < a; i++)
                {
                    for (int j = 0; j < a; j++)
                    {
                        sum += j;
                    }
                }

                while (sum > 9)
                    sum -= 9;

                return sum;
            }
        }
        """,
        """
        public static class Work
        {
            [ScheduledTask]
            public static int Run(int a, CancellationToken token)
            {
                int sum = 0;
                for (int i = 0; i < a; i++)
                {
                    token.ThrowIfCancellationRequested();
                    for (int j = 0; j < a; j++)
                    {
                        sum += j;
                    }
                }

                while (sum > 9)
                {
                    token.ThrowIfCancellationRequested();
                    sum -= 9;
                }

                return sum;
            }
        }
        """);

    [Fact]
    public Task Nothing_is_offered_where_nothing_takes_it() => CodeFixTest.VerifyNoFixAsync<UseCancellationTokenCodeFix>(
        "public static class Work { [ScheduledTask] public static async Task Run(CancellationToken {|GS0028:token|}) => await Task.Yield(); }");
}
