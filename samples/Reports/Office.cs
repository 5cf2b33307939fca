using System.Security.Cryptography;
using System.Text;
using GeneratedScheduler;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reports;

/// <summary>Orders the reports, tells how they get on, and stops the program when all of them are done.</summary>
internal sealed partial class Office(
    ReportScheduler reports,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    ILogger<Office> logger) : BackgroundService
{
    private static readonly string[] Customers = ["Adatum", "Contoso", "Fabrikam", "Litware", "Northwind", "Tailspin"];
    private static readonly DateOnly FirstMonth = new(2026, 1, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Until all reports are done, whatever ends the program.
        Environment.ExitCode = 1;
        TaskCounts before = await reports.CountAsync(stoppingToken);
        LogStart(Environment.ProcessId, before.Succeeded, before.Unfinished);
        await OrderAsync(configuration.GetValue("Months", 4), stoppingToken);

        Task telling = TellAsync(stoppingToken);
        using PeriodicTimer second = new(TimeSpan.FromSeconds(1), TimeProvider.System);
        while ((await reports.CountAsync(stoppingToken)).Unfinished > 0)
        {
            await TellProgressAsync(stoppingToken);
            await second.WaitForNextTickAsync(stoppingToken);
        }

        TaskCounts after = await reports.CountAsync(stoppingToken);
        LogEnd(after.Succeeded, after.Failed);
        Environment.ExitCode = after.Failed == 0 ? 0 : 1;
        lifetime.StopApplication();
        await telling;
    }

    // A report is ordered under an id that follows from what it is about. So the same order can be given again at each start, also by two
    // processes at once or after a crash half-way: who comes second gets the report that is there.
    private async Task OrderAsync(int months, CancellationToken cancellationToken)
    {
        for (int month = 0; month < months; month++)
        {
            foreach (string customer in Customers)
            {
                DateOnly first = FirstMonth.AddMonths(month);
                EnqueueOptions options = new() { Id = IdOf(customer, first), OnConflict = EnqueueConflict.UseExisting };
                decimal? smallestOrder = customer == "Litware" ? 50 : null;
                await reports.EnqueueAsync(customer, first, month == 0 ? Detail.Sums : Detail.Comparison, smallestOrder, options, cancellationToken);
            }
        }
    }

    private static TaskId IdOf(string customer, DateOnly month) =>
        TaskId.From(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{customer} {month:O}")).AsSpan(0, 16)));

    // What this process finished. Other processes tell of theirs.
    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await foreach (FinishedTask<ReportTask, Report> finished in reports.FinishedTasks(cancellationToken))
        {
            (string customer, DateOnly month, _, _) = finished.Payload;
            if (finished.Result is { } report)
            {
                LogReport(customer, month, report.Orders, report.Revenue, finished.Attempts);
            }
            else
            {
                LogFailed(customer, month, finished.Failure?.Message);
            }
        }
    }

    // All that runs now, also in other processes over the same store.
    private async Task TellProgressAsync(CancellationToken cancellationToken)
    {
        TaskPage<ReportTask, Report> running = await reports.ListAsync(new TaskQuery(TaskState.Running), cancellationToken);
        if (running.Tasks.Count > 0)
        {
            LogProgress(string.Join(", ", running.Tasks.Select(task =>
                $"{task.Payload.Customer} {task.Payload.Month:yyyy-MM} {100 * (task.Progress?.Fraction ?? 0):0} %")));
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Process {Process}: {Done} reports are done, {Open} are to be done")]
    private partial void LogStart(int process, long done, long open);

    [LoggerMessage(2, LogLevel.Information, "Running: {Reports}")]
    private partial void LogProgress(string reports);

    [LoggerMessage(3, LogLevel.Information, "{Customer} {Month:yyyy-MM}: {Orders} orders, {Revenue}; attempt {Attempt}")]
    private partial void LogReport(string customer, DateOnly month, int orders, decimal revenue, int attempt);

    [LoggerMessage(4, LogLevel.Error, "{Customer} {Month:yyyy-MM} failed: {Reason}")]
    private partial void LogFailed(string customer, DateOnly month, string? reason);

    [LoggerMessage(5, LogLevel.Information, "The end: {Done} reports are done, {Failed} failed")]
    private partial void LogEnd(long done, long failed);
}
