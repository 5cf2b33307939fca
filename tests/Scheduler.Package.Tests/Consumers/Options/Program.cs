using GeneratedScheduler;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services.AddScheduler(scheduler => scheduler.AddShopTasks());
await using ServiceProvider provider = services.BuildServiceProvider();
Console.WriteLine($"{provider.GetRequiredService<SumScheduler>().Name} {(typeof(SumScheduler).IsPublic ? "public" : "internal")} {SumScheduler.CreateDefinition().Mapper?.Table}");

public static class Calculator
{
    [ScheduledTask]
    public static int Sum(int a, int b) => a + b;
}
