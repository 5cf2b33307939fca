using Microsoft.Extensions.Hosting;

namespace GeneratedScheduler.Hosting;

/// <summary>Starts all schedulers with the host, and closes them when it stops.</summary>
internal sealed class SchedulerHostedService(SchedulerRegistry registry, IServiceProvider services, IEnumerable<IScheduler> schedulers) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        registry.Check(services);
        foreach (IScheduler scheduler in schedulers)
        {
            scheduler.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(schedulers.Select(scheduler => scheduler.CloseAsync(cancellationToken)));
}
