namespace GeneratedScheduler.Testing.Tests;

public sealed class HelperTests
{
    [Fact]
    public async Task A_signal_is_seen_whether_it_comes_before_or_after_the_wait()
    {
        AsyncSignal<int> signal = new("number");
        signal.Set(1);
        Assert.Equal(1, await signal.WaitForAsync(n => n == 1, TestContext.Current.CancellationToken));
        Task<int> later = signal.WaitForAsync(n => n > 1, TestContext.Current.CancellationToken);
        Assert.False(later.IsCompleted);
        signal.Set(2);
        Assert.Equal(2, await later);
        Assert.Equal([1, 2], await signal.WaitForCountAsync(2, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_signal_that_does_not_come_says_what_came_instead()
    {
        AsyncSignal<string> signal = new("task started") { Timeout = TimeSpan.FromMilliseconds(30) };
        signal.Set("task 7");
        SignalTimeoutException late = await Assert.ThrowsAsync<SignalTimeoutException>(
            () => signal.WaitForCountAsync(2, TestContext.Current.CancellationToken));
        Assert.Equal("'task started': 2 values did not come within 00:00:00.0300000. 1 came: task 7.", late.Message);
    }

    [Fact]
    public async Task A_plain_signal_counts()
    {
        AsyncSignal signal = new("tick");
        Task twice = signal.WaitAsync(2, TestContext.Current.CancellationToken);
        signal.Set();
        Assert.False(twice.IsCompleted);
        signal.Set();
        await twice;
        Assert.Equal(2, signal.Count);
    }

    [Fact]
    public void A_test_context_keeps_reports_and_can_be_cancelled()
    {
        using TestTaskContext context = new(attempt: 2, maxAttempts: 4, name: "video.cut");
        context.ReportProgress(0.5, "half");
        Assert.Equal([new TaskProgress(0.5, "half")], context.Reports);
        Assert.Throws<ArgumentOutOfRangeException>(() => context.ReportProgress(double.NaN));
        Assert.Equal((2, 4, "video.cut"), (context.Attempt, context.MaxAttempts, context.Name));
        Assert.Equal("made", context.GetInstance(_ => "made"));
        context.Cancel();
        Assert.True(context.CancellationToken.IsCancellationRequested);
    }
}
