using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests.Analyzers.Usage;

public class BlockingRuleTests
{
    [Theory]
    [InlineData("return {|GS0030:handle.Completion.Result|};")]
    [InlineData("{|GS0030:handle.Completion.Wait()|}; return 1;")]
    [InlineData("return {|GS0030:handle.Completion.Wait(500)|} ? 1 : 2;")]
    [InlineData("return {|GS0030:handle.Completion.GetAwaiter().GetResult()|};")]
    [InlineData("return {|GS0030:handle.Completion.ConfigureAwait(false).GetAwaiter().GetResult()|};")]
    [InlineData("return {|GS0030:handle.Outcome.Result|}.Result;")]
    [InlineData("return {|GS0030:adds.EnqueueAsync(1, 2).AsTask().Result|}.GetHashCode();")]
    [InlineData("return {|GS0030:adds.EnqueueAsync(1, 2).Result|}.GetHashCode();")]
    [InlineData("return {|GS0030:adds.EnqueueManyAsync([(1, 2)]).GetAwaiter().GetResult()|}.Count;")]
    [InlineData("return {|GS0030:adds.CountAsync().AsTask().Result|}.GetHashCode();")]
    [InlineData("{|GS0030:adds.CloseAsync().Wait()|}; return 1;")]
    [InlineData("Task<int> task = handle.Completion; return {|GS0030:task.Result|};")]
    [InlineData("var task = adds.EnqueueAsync(1, 2).AsTask(); {|GS0030:task.Wait()|}; return 1;")]
    [InlineData("Func<int> later = () => {|GS0030:handle.Completion.Result|}; return later();")]
    [InlineData("return Local(); int Local() => {|GS0030:handle.Completion.Result|};")]
    public Task GS0030_what_blocks(string body) => VerifyAsync(body);

    [Theory]
    [InlineData("return Task.FromResult(1).Result;")]
    [InlineData("Task.CompletedTask.Wait(); return 1;")]
    [InlineData("Task<int> task = Task.FromResult(1); return task.Result;")]
    [InlineData("var kept = new { Result = handle.Completion }; return kept.Result.Id;")]
    [InlineData("return handle.Completion.IsCompletedSuccessfully ? 1 : 2;")]
    [InlineData("return handle.Completion.IsCompletedSuccessfully ? handle.Completion.Result : 2;")]
    [InlineData("return new Mine().EnqueueAsync().Result;")]
    [InlineData("return new Lazy<int>(() => 1).Value;")]
    public Task GS0030_is_silent_on(string body) => VerifyAsync(body);

    [Fact]
    public Task GS0030_is_silent_on_what_is_awaited_and_outside_of_tasks() => AnalyzerTest.VerifyAsync(
        """
        public static class A
        {
            [ScheduledTask] public static int Add(int a, int b) => a + b;
            [ScheduledTask] public static async Task<int> Run([Injected] AddScheduler adds) => await (await adds.EnqueueAsync(1, 2)).Completion;
            public static int Blocks(AddScheduler adds) => adds.EnqueueAsync(1, 2).AsTask().Result.Completion.Result;
        }
        """,
        emittedFiles: 3);

    [Theory]
    [InlineData("await handle.Completion; return handle.Completion.Result;")]
    [InlineData("await handle.Completion.ConfigureAwait(false); return handle.Completion.GetAwaiter().GetResult();")]
    [InlineData("await Task.WhenAll(handle.Completion); return handle.Completion.Result;")]
    [InlineData("if (handle.Completion.IsCompleted) { return handle.Completion.Result; } return 1;")]
    [InlineData("await other.Completion; return {|GS0030:handle.Completion.Result|};")]
    [InlineData("int a = {|GS0030:handle.Completion.Result|}; await handle.Completion; return a;")]
    public Task GS0030_knows_what_was_awaited_before(string body) => AnalyzerTest.VerifyAsync(
        $$"""
        public static class A
        {
            [ScheduledTask] public static int Add(int a, int b) => a + b;
            [ScheduledTask] public static async Task<int> Run([Injected] AddScheduler adds)
            {
                await Task.Yield();
                TaskHandle<int> handle = adds.GetHandle(default), other = adds.GetHandle(default);
                {{body}}
            }
        }
        """,
        emittedFiles: 3);

    [Fact]
    public Task GS0030_one_inside_the_other() => AnalyzerTest.VerifyAsync(
        """
        public static class A
        {
            [ScheduledTask] public static int Add(int a, int b) => a + b;
            [ScheduledTask] public static int Run([Injected] AddScheduler adds) => Twice({|GS0030:adds.EnqueueAsync(1, 2).Result|}, {|GS0030:adds.EnqueueAsync(3, 4).Result|});
            private static int Twice(TaskHandle<int> a, TaskHandle<int> b) => a == b ? 1 : 2;
        }
        """,
        emittedFiles: 3);

    [Theory]
    [InlineData("async Task", "{|GS0033:Thread.Sleep(5)|}; await Task.Yield();")]
    [InlineData("async Task", "{|GS0033:Thread.Sleep(TimeSpan.FromSeconds(1))|}; await Task.Yield();")]
    [InlineData("Task", "{|GS0033:Thread.Sleep(5)|}; return Task.CompletedTask;")]
    [InlineData("ValueTask<int>", "{|GS0033:Thread.Sleep(5)|}; return new(1);")]
    [InlineData("async Task", "{|GS0033:Task.Delay(5).Wait()|}; await Task.Yield();")]
    [InlineData("async Task", "{|GS0033:Task.Delay(5).GetAwaiter().GetResult()|}; await Task.Yield();")]
    [InlineData("void", "Func<Task> later = async () => { {|GS0033:Thread.Sleep(5)|}; await Task.Yield(); }; later();")]
    public Task GS0033_what_sleeps(string returns, string body) => AnalyzerTest.VerifyAsync(
        $"public static class A {{ [ScheduledTask] public static {returns} Run() {{ {body} }} }}", emittedFiles: 2);

    [Theory]
    [InlineData("void", "Thread.Sleep(5);")]
    [InlineData("int", "Thread.Sleep(5); return 1;")]
    [InlineData("async Task", "await Task.Delay(5);")]
    [InlineData("async Task", "await Task.Run(() => Thread.Sleep(5));")]
    [InlineData("async Task", "Mine.Sleep(5); await Task.Yield();")]
    [InlineData("async Task", "Thread.Yield(); Thread.SpinWait(5); await Task.Yield();")]
    public Task GS0033_is_silent_on(string returns, string body) => AnalyzerTest.VerifyAsync(
        $"public static class Mine {{ public static void Sleep(int a) {{ }} }} public static class A {{ [ScheduledTask] public static {returns} Run() {{ {body} }} }}",
        emittedFiles: 2);

    [Fact]
    public Task GS0033_is_silent_outside_of_tasks() => AnalyzerTest.VerifyAsync(
        "public static class A { public static async Task Run() { Thread.Sleep(5); await Task.Yield(); } }");

    private static async Task VerifyAsync(string body) => await AnalyzerTest.VerifyAsync(
        $$"""
        public class Mine { public Task<int> EnqueueAsync() => Task.FromResult(1); }
        public static class A
        {
            [ScheduledTask] public static int Add(int a, int b) => a + b;
            [ScheduledTask] public static int Run([Injected] AddScheduler adds, [Injected] Mine mine)
            {
                TaskHandle<int> handle = adds.GetHandle(default);
                {{body}}
            }
        }
        """,
        emittedFiles: 3);
}
