using GeneratedScheduler;
using GeneratedScheduler.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds schedulers to an application.</summary>
public static class SchedulerServiceCollectionExtensions
{
    /// <summary>
    /// Adds schedulers that start and stop with the host. Each typed scheduler is a singleton to inject. May be called several
    /// times; the calls add up.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Registers tasks (<c>scheduler.AddMyAppTasks()</c>) and says how they are stored and run.</param>
    public static IServiceCollection AddScheduler(this IServiceCollection services, Action<SchedulerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        SchedulerRegistry? registry = services
            .Select(service => service.IsKeyedService ? null : service.ImplementationInstance)
            .OfType<SchedulerRegistry>()
            .FirstOrDefault();
        if (registry is null)
        {
            registry = new SchedulerRegistry();
            services.AddSingleton(registry);
            services.AddSingleton<HostedStores>();
            services.AddSingleton<IHostedService, SchedulerHostedService>();
            services.TryAddSingleton<SchedulerHealthCheck>();
            services.TryAddSingleton(static provider => ITaskView.Of(provider.GetServices<IScheduler>().Where(static scheduler => scheduler.Viewed is not null)));
        }

        configure(new SchedulerBuilder(services, registry));
        return services;
    }
}
