using GeneratedScheduler.Benchmarks.Systems;
using GeneratedScheduler.Benchmarks.Tasks.Kinds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Benchmarks.Scenarios.Idle;

/// <summary>A host as applications make it, with some kinds of tasks; without any it has no scheduler either.</summary>
internal sealed class HostSystem : ITaskSystem
{
    private readonly IHost _host;
    private readonly IReadOnlyList<Kind> _kinds;

    /// <param name="container">Where tasks are stored.</param>
    /// <param name="kinds">The kinds of tasks.</param>
    public HostSystem(string container, IReadOnlyList<Kind> kinds)
    {
        _kinds = kinds;
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();

        // The standard output is for results, and a host says much about itself.
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        if (kinds.Count > 0)
        {
            builder.Services.AddScheduler(scheduler =>
            {
                foreach (Kind kind in kinds)
                {
                    kind.AddTo(scheduler);
                }

                HostedStores.Use(scheduler, container);
            });
        }

        _host = builder.Build();
    }

    /// <summary>Adds one run of each kind. One after the other, so that it does not open more connections than the host needs by itself.</summary>
    public async ValueTask EnqueueAsync(int count, int batch)
    {
        foreach (Kind kind in _kinds)
        {
            await kind.EnqueueAsync(_host.Services, CancellationToken.None);
        }
    }

    public async ValueTask StartAsync() => await _host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
