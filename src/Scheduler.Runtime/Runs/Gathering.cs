namespace GeneratedScheduler.Runs;

/// <summary>When a call to a shared container waits a moment for more to do, and how long.</summary>
/// <remarks>
/// In the system's time, whatever clock the scheduler has: this is about the machine and not about tasks. The shortest time that a timer
/// can wait is about as long as a commit takes.
/// </remarks>
internal static class Gathering
{
    // Below so many there is nothing to gain: one task after the other must not wait for company that never comes.
    private const int LeastRunning = 8;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether a batch is small for the number of tasks that may send something soon.</summary>
    public static bool IsWorthwhile(int gathered, int running) => running >= LeastRunning && gathered < running / 2;

    public static Task WaitAsync() => Task.Delay(Moment, TimeProvider.System);
}
