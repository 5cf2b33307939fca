using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Reports;

/// <summary>What a customer ordered on one day.</summary>
public readonly record struct DayOfOrders(DateOnly Day, int Orders, decimal Revenue);

/// <summary>Stands for a slow database with the orders of all customers. What it answers depends on the question alone.</summary>
public sealed class Warehouse(IConfiguration configuration)
{
    private readonly TimeSpan _slowness = TimeSpan.FromMilliseconds(configuration.GetValue("Warehouse:DayMilliseconds", 50));

    /// <summary>Opens what is needed for one report, and fails the first time for one of them, so that a retry is seen.</summary>
    public async Task ConnectAsync(string customer, DateOnly month, int attempt, CancellationToken cancellationToken)
    {
        await Task.Delay(_slowness, TimeProvider.System, cancellationToken);
        if (customer == "Northwind" && month.Month == 1 && attempt == 1)
        {
            throw new TimeoutException($"The warehouse of {customer} does not answer.");
        }
    }

    /// <summary>Reads the orders of one day, slowly.</summary>
    public async Task<DayOfOrders> ReadAsync(string customer, DateOnly day, decimal smallestOrder, CancellationToken cancellationToken)
    {
        await Task.Delay(_slowness, TimeProvider.System, cancellationToken);
        return OrdersOf(customer, day, smallestOrder);
    }

    /// <summary>What a whole month brought; a sum that the warehouse keeps.</summary>
    public async Task<decimal> ReadRevenueAsync(string customer, DateOnly month, decimal smallestOrder, CancellationToken cancellationToken)
    {
        await Task.Delay(_slowness, TimeProvider.System, cancellationToken);
        int days = DateTime.DaysInMonth(month.Year, month.Month);
        return Enumerable.Range(0, days).Sum(day => OrdersOf(customer, month.AddDays(day), smallestOrder).Revenue);
    }

    private static DayOfOrders OrdersOf(string customer, DateOnly day, decimal smallestOrder)
    {
        byte[] numbers = SHA256.HashData(Encoding.UTF8.GetBytes($"{customer} {day:O}"));
        decimal[] orders = [.. numbers.Take(numbers[0] % 20).Select(number => number * 1.25m).Where(order => order >= smallestOrder)];
        return new DayOfOrders(day, orders.Length, orders.Sum());
    }
}
