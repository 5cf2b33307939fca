using System.Runtime.CompilerServices;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>Waits for signals. The one place where real time counts, so that a test which waits in vain ends and says for what.</summary>
internal static class Guard
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task Soon(this Task task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        try
        {
            await task.WaitAsync(Patience, TimeProvider.System, CancellationToken.None);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw InVain(what);
        }
    }

    public static async Task<T> Soon<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        await ((Task)task).Soon(what);
        return await task;
    }

    public static Task<T> Soon<T>(this ValueTask<T> task, [CallerArgumentExpression(nameof(task))] string what = "") =>
        task.AsTask().Soon(what);

    /// <summary>Blocks the thread, for code that is to be seen blocking it.</summary>
    public static void BlockUntilSet(this ManualResetEventSlim signal, [CallerArgumentExpression(nameof(signal))] string what = "")
    {
        if (!signal.Wait(Patience, CancellationToken.None))
        {
            throw InVain(what);
        }
    }

    /// <summary>What the task throws, however long that takes.</summary>
    public static Task<TException> SoonThrows<TException>(this Task task, [CallerArgumentExpression(nameof(task))] string what = "")
        where TException : Exception => Assert.ThrowsAsync<TException>(() => task.Soon(what));

    private static TimeoutException InVain(string what) => new($"Waited {Patience.TotalSeconds} s in vain for: {what}");
}
