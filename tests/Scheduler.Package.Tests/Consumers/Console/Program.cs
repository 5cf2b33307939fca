using GeneratedScheduler;

await using SumScheduler sums = SumScheduler.Create();

TaskHandle<int> sum = await sums.EnqueueAsync(a: 1, b: 2);
Console.WriteLine(await sum.Completion);

public static class Calculator
{
    [ScheduledTask("calculator.sum", Concurrency = 2, Timeout = "00:00:05", MaxAttempts = 4)]
    public static async Task<int> Sum(int a, int b, CancellationToken cancellationToken)
    {
        await Task.Delay(10, cancellationToken);
        return a + b;
    }
}
