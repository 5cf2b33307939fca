using System.Globalization;
using GeneratedScheduler;

namespace Strict;

/// <summary>Uses what is emitted where every warning is an error.</summary>
internal static class Program
{
    private static async Task Main()
    {
        SumScheduler sums = SumScheduler.Create();
        await using (sums.ConfigureAwait(false))
        {
            TaskHandle<int> sum = await sums.EnqueueAsync(a: 1, b: 2).ConfigureAwait(false);
            int result = await sum.Completion.ConfigureAwait(false);
            await Console.Out.WriteLineAsync(result.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        }

        OrderScheduler orders = OrderScheduler.Create();
        await using (orders.ConfigureAwait(false))
        {
            TaskHandle<string> order = await orders.EnqueueAsync(new OrderTask { Number = 7 }).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(await order.Completion.ConfigureAwait(false)).ConfigureAwait(false);
        }
    }
}

/// <summary>A task that is a method.</summary>
internal static class Calculator
{
    /// <summary>Adds two numbers.</summary>
    /// <param name="a">One number.</param>
    /// <param name="b">The other.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The sum.</returns>
    [ScheduledTask("calculator.sum", Concurrency = 2, Timeout = "00:00:05", MaxAttempts = 4)]
    public static async Task<int> Sum(int a, int b, CancellationToken cancellationToken)
    {
        await Task.Delay(10, cancellationToken).ConfigureAwait(false);
        return a + b;
    }
}

/// <summary>A task that is a type.</summary>
[ScheduledTask]
internal sealed record OrderTask
{
    /// <summary>Which order it is.</summary>
    public required int Number { get; init; }

    /// <summary>What the customer said.</summary>
    public string? Comment { get; init; }
}

/// <summary>Executes orders.</summary>
internal static class Orders
{
    /// <summary>Executes one order.</summary>
    /// <param name="order">The order.</param>
    /// <returns>What was done.</returns>
    [Actuator]
    public static string Execute(OrderTask order) => "order " + order.Number.ToString(CultureInfo.InvariantCulture);
}
