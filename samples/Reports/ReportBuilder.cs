using GeneratedScheduler;
using GeneratedScheduler.Storage;

namespace Reports;

/// <summary>How much a report tells.</summary>
public enum Detail
{
    /// <summary>The sums only.</summary>
    Sums = 0,

    /// <summary>The sums, and how they compare with the month before.</summary>
    Comparison = 1,
}

/// <summary>What a report says. Each member is a column of the table: <c>result_orders</c>, <c>result_revenue</c> and so on.</summary>
/// <param name="Orders">How many orders there were.</param>
/// <param name="Revenue">What they brought.</param>
/// <param name="BusiestDay">The day with the most orders.</param>
/// <param name="Change">How much more revenue than the month before, in percent; <see langword="null"/> if nobody asked.</param>
public sealed record Report(
    int Orders,
    [TaskColumn(Precision = 12, Scale = 2)] decimal Revenue,
    DateOnly BusiestDay,
    [TaskColumn(Precision = 8, Scale = 1)] decimal? Change);

/// <summary>
/// Builds the report of a customer's month. It only reads, and the same month gives the same report, so that it does no harm when it is built again
/// after a crash.
/// </summary>
public sealed class ReportBuilder(Warehouse warehouse)
{
    /// <summary>Builds one report. Its table has a column for each parameter.</summary>
    [ScheduledTask("reports.monthly", TypeName = "Report", Timeout = "00:01:00")]
    [TaskTable("reports")]
    public async Task<Report> BuildAsync(
        [TaskColumn(IsIndexed = true, Length = 100)] string customer,
        DateOnly month,
        Detail detail,
        [TaskColumn(Precision = 12, Scale = 2)] decimal? smallestOrder,
        TaskContext context,
        CancellationToken cancellationToken)
    {
        await warehouse.ConnectAsync(customer, month, context.Attempt, cancellationToken);
        int days = DateTime.DaysInMonth(month.Year, month.Month);
        List<DayOfOrders> orders = [];
        for (int day = 0; day < days; day++)
        {
            orders.Add(await warehouse.ReadAsync(customer, month.AddDays(day), smallestOrder ?? 0, cancellationToken));
            context.ReportProgress((day + 1.0) / days);
        }

        decimal revenue = orders.Sum(day => day.Revenue);
        decimal? change = null;
        if (detail == Detail.Comparison)
        {
            decimal before = await warehouse.ReadRevenueAsync(customer, month.AddMonths(-1), smallestOrder ?? 0, cancellationToken);
            change = before == 0 ? null : decimal.Round(100 * (revenue - before) / before, 1);
        }

        return new Report(orders.Sum(day => day.Orders), revenue, orders.MaxBy(day => day.Orders).Day, change);
    }
}
