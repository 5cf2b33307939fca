using GeneratedScheduler;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HostedAdd;

/// <summary>Orders sums and waits for them, until enough are done or the host is told to stop.</summary>
internal sealed partial class Customer(
    SumScheduler sums,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    ILogger<Customer> logger) : BackgroundService
{
    private const int OrdersAtOnce = 6;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        int count = int.TryParse(configuration["Count"], out int wanted) ? wanted : int.MaxValue;
        await Parallel.ForEachAsync(
            Enumerable.Range(1, count),
            new ParallelOptions { MaxDegreeOfParallelism = OrdersAtOnce, CancellationToken = stoppingToken },
            OrderAsync);
        lifetime.StopApplication();
    }

    private async ValueTask OrderAsync(int number, CancellationToken cancellationToken)
    {
        // Typed: the parameters are those of Adder.SumAsync, the result is its int.
        TaskHandle<int> order = await sums.EnqueueAsync(a: number, b: number * 2, cancellationToken: cancellationToken);
        try
        {
            LogSum(number, number * 2, await order.Completion.WaitAsync(cancellationToken));
        }
        catch (TaskFailedException failed)
        {
            LogFailed(number, number * 2, failed.Failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "{A} + {B} = {Sum}")]
    private partial void LogSum(int a, int b, int sum);

    [LoggerMessage(LogLevel.Error, "{A} + {B} could not be added: {Reason}")]
    private partial void LogFailed(int a, int b, string reason);
}
