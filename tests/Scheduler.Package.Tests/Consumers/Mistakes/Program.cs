using GeneratedScheduler;
using GeneratedScheduler.Runs;

await using RunScheduler runs = RunScheduler.Create();
await (await runs.EnqueueAsync("mended")).Completion;

public static class Work
{
    [ScheduledTask(Timeout = "5", MaxAttempts = 0)]
    private static async void Run(string text, CancellationToken cancellationToken)
    {
        await Task.Delay(10, cancellationToken);
        Console.WriteLine(text);
    }
}
