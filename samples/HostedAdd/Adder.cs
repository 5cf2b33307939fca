using GeneratedScheduler;
using Microsoft.Extensions.Logging;

namespace HostedAdd;

/// <summary>
/// A class with a constructor that takes services. Each run gets an instance of its own, from a scope of its own; nothing
/// has to be registered for it.
/// </summary>
public sealed partial class Adder(Workshop workshop, ILogger<Adder> logger)
{
    /// <summary>Adds two numbers. Its limits and retries stand in appsettings.json.</summary>
    [ScheduledTask("adder.sum", Timeout = "00:00:10")]
    public async Task<int> SumAsync(int a, int b, TaskContext context, CancellationToken cancellationToken)
    {
        LogBegin(a, b, context.Attempt);
        for (int step = 1; step <= 4; step++)
        {
            await workshop.WorkAsync(cancellationToken);
            context.ReportProgress(step / 4.0);
        }

        return a + b;
    }

    [LoggerMessage(LogLevel.Information, "Adding {A} and {B}, attempt {Attempt}")]
    private partial void LogBegin(int a, int b, int attempt);
}
