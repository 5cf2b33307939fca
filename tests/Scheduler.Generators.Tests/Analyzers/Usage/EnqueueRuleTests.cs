using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests.Analyzers.Usage;

public class EnqueueRuleTests
{
    [Theory]
    [InlineData("void", "{|GS0031:sums.EnqueueAsync(1, 2)|};")]
    [InlineData("void", "{|GS0031:sums.CreateAsync(1, 2)|};")]
    [InlineData("void", "{|GS0031:sums.EnqueueManyAsync([(1, 2)])|};")]
    [InlineData("void", "_ = {|GS0031:sums.EnqueueAsync(1, 2)|};")]
    [InlineData("void", "_ = {|GS0031:sums.EnqueueAsync(1, 2)|}.AsTask();")]
    [InlineData("void", "{|GS0031:sums.EnqueueAsync(1, 2)|}.ConfigureAwait(false);")]
    [InlineData("void", "sums?{|GS0031:.EnqueueAsync(1, 2)|};")]
    [InlineData("void", "var handle = {|GS0031:sums.EnqueueAsync(1, 2)|};")]
    [InlineData("void", "((Scheduler<SumTask, int>)sums).Start(); {|GS0031:((Scheduler<SumTask, int>)sums).EnqueueAsync(new SumTask(1, 2))|};")]
    [InlineData("void", "new List<int>().ForEach(x => {|GS0031:sums.EnqueueAsync(x, x)|});")]
    [InlineData("void", "Action later = () => { {|GS0031:sums.EnqueueAsync(1, 2)|}; }; later();")]
    [InlineData("void", "Local(); void Local() => {|GS0031:sums.EnqueueAsync(1, 2)|};")]
    [InlineData("async Task", "{|GS0031:sums.EnqueueAsync(1, 2)|}; await Task.Yield();")]
    [InlineData("async Task", "foreach (int x in new[] { 1 }) { {|GS0031:sums.EnqueueAsync(x, 2)|}; } await Task.Yield();")]
    public Task GS0031_what_nobody_waits_for(string returns, string body) => VerifyAsync(returns, body);

    [Fact]
    public Task GS0031_in_members_of_every_kind() => AnalyzerTest.VerifyAsync(
        """
        public static class Work { [ScheduledTask] public static int Sum(int a, int b) => a + b; }
        public class A
        {
            private readonly SumScheduler _sums;
            public A(SumScheduler sums) { _sums = sums; {|GS0031:sums.EnqueueAsync(1, 2)|}; }
            public int P { get { {|GS0031:_sums.EnqueueAsync(1, 2)|}; return 1; } set => {|GS0031:_sums.EnqueueAsync(1, value)|}; }
            public void M() => {|GS0031:_sums.EnqueueAsync(1, 2)|};
        }
        public class Own(SchedulerSetup<SumTask, int> setup) : SumScheduler(setup)
        {
            public void M() { {|GS0031:EnqueueAsync(1, 2)|}; }
        }
        """,
        emittedFiles: 2);

    [Theory]
    [InlineData("async Task", "await sums.EnqueueAsync(1, 2);")]
    [InlineData("async Task", "_ = await sums.EnqueueAsync(1, 2);")]
    [InlineData("async Task", "await sums.EnqueueAsync(1, 2).ConfigureAwait(false);")]
    [InlineData("ValueTask<TaskHandle<int>>", "return sums.EnqueueAsync(1, 2);")]
    [InlineData("async Task", "var one = sums.EnqueueAsync(1, 2); var two = sums.EnqueueAsync(3, 4); await one; await two;")]
    [InlineData("async Task", "Keep(sums.EnqueueAsync(1, 2).AsTask()); await Task.Yield(); void Keep(Task task) { }")]
    [InlineData("void", "Func<ValueTask<TaskHandle<int>>> later = () => sums.EnqueueAsync(1, 2); later();")]
    [InlineData("void", "Console.WriteLine(sums.EnqueueAsync(1, 2).AsTask().Result);")]
    [InlineData("void", "new Mine().EnqueueAsync();")]
    [InlineData("void", "Action enqueue = () => { }; enqueue();")]
    public Task GS0031_is_silent_on(string returns, string body) => VerifyAsync(returns, body);

    [Theory]
    [InlineData("foreach (int x in new[] { 1, 2 }) { await {|GS0032:sums.EnqueueAsync(x, 2)|}; }")]
    [InlineData("foreach (int x in new[] { 1, 2 }) await {|GS0032:sums.EnqueueAsync(x, 2)|}.ConfigureAwait(false);")]
    [InlineData("foreach ((int x, int y) in new[] { (1, 2) }) { if (x < y) { await {|GS0032:sums.EnqueueAsync(x, y)|}; } }")]
    [InlineData("for (int i = 0; i < 9; i++) { _ = await {|GS0032:sums.EnqueueAsync(i, i)|}; }")]
    [InlineData("int i = 0; while (i < 9) { await {|GS0032:sums.EnqueueAsync(i, i++)|}; }")]
    [InlineData("var open = new List<TaskHandle<int>>(); foreach (int x in new[] { 1, 2 }) { open.Add(await {|GS0032:sums.EnqueueAsync(x, 2)|}); }")]
    [InlineData("var open = new List<TaskHandle<int>>(); foreach (int x in new[] { 1, 2 }) { var handle = await {|GS0032:sums.EnqueueAsync(x, 2)|}; open.Add(handle); }")]
    [InlineData("var open = new TaskHandle<int>[9]; for (int i = 0; i < 9; i++) { open[i] = await {|GS0032:sums.EnqueueAsync(i, 2)|}; }")]
    [InlineData("foreach (int x in await Task.FromResult(new[] { 1, 2 })) { await {|GS0032:sums.EnqueueAsync(x, 2)|}; }")]
    public Task GS0032_one_by_one(string body) => VerifyAsync("async Task", body);

    [Theory]
    [InlineData("await sums.EnqueueManyAsync([(1, 2), (3, 4)]);")]
    [InlineData("foreach (int x in new[] { 1, 2 }) { await (await sums.EnqueueAsync(x, 2)).Completion; }")]
    [InlineData("foreach (int x in new[] { 1, 2 }) { var handle = await sums.EnqueueAsync(x, 2); await handle.Completion; }")]
    [InlineData("foreach (int x in new[] { 1, 2 }) { var handle = await sums.EnqueueAsync(x, 2); Console.WriteLine(handle.Id); }")]
    [InlineData("foreach (int x in new[] { 1, 2 }) { await sums.EnqueueAsync(x, 2); await Task.Delay(5); }")]
    [InlineData("while (true) { await sums.EnqueueAsync(1, 2); }")]
    [InlineData("for (;;) { await sums.EnqueueAsync(1, 2); }")]
    [InlineData("CancellationToken token = default; while (!token.IsCancellationRequested) { await sums.EnqueueAsync(1, 2); }")]
    [InlineData("await foreach (int x in Later()) { await sums.EnqueueAsync(x, 2); } async IAsyncEnumerable<int> Later() { await Task.Yield(); yield return 1; }")]
    [InlineData("foreach (int x in new[] { 1, 2 }) { try { await sums.EnqueueAsync(x, 2); } catch (DuplicateTaskException) { } }")]
    [InlineData("foreach (int x in new[] { 1, 2 }) { await sums.EnqueueAsync(x, 2, new EnqueueOptions { UniqueKey = x.ToString() }); }")]
    [InlineData("System.Data.Common.DbTransaction transaction = null!; foreach (int x in new[] { 1, 2 }) { await sums.EnqueueAsync(transaction, new SumTask(x, 2)); }")]
    [InlineData("foreach (int x in new[] { 1, 2 }) { Func<Task> later = async () => await sums.EnqueueAsync(x, 2); await later(); }")]
    [InlineData("foreach (int x in new[] { 1, 2 }) { await sums.CreateAsync(x, 2); }")]
    [InlineData("foreach (int x in new[] { 1, 2 }) { await new Mine().EnqueueAsync(); }")]
    public Task GS0032_is_silent_on(string body) => VerifyAsync("async Task", body);

    private static async Task VerifyAsync(string returns, string body) => await AnalyzerTest.VerifyAsync(
        $$"""
        public static class Work { [ScheduledTask] public static int Sum(int a, int b) => a + b; }
        public class Mine { public Task<int> EnqueueAsync() => Task.FromResult(1); }
        public static class A { public static {{returns}} Run(SumScheduler sums) { {{body}} } }
        """,
        emittedFiles: 2);
}
