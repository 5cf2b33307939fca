using GeneratedScheduler;
using GeneratedScheduler.Storage;

await using SumScheduler sums = SumScheduler.Create();
#if WINDOWS
Console.WriteLine(await (await sums.EnqueueAsync(1, 2, "windows")).Completion);
#else
Console.WriteLine(await (await sums.EnqueueAsync(1, 2)).Completion);
#endif

public static class Calculator
{
#if WINDOWS
    [ScheduledTask]
    public static int Sum(int a, int b, string? comment) => comment is null ? 0 : a + b;
#else
    [ScheduledTask]
    public static int Sum(int a, int b) => a + b;
#endif
}
