using System.Diagnostics;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>Waits for what other processes, or loops, bring about in their own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task IsTrueAsync(Func<bool> condition, Func<string> what) => IsTrueAsync(() => ValueTask.FromResult(condition()), what);

    public static async Task IsTrueAsync(Func<ValueTask<bool>> condition, Func<string> what)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < Patience, $"Waited {Patience.TotalSeconds} s in vain: {what()}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
