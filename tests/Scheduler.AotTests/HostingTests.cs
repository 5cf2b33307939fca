using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static GeneratedScheduler.AotTests.NativeTestRun;

namespace GeneratedScheduler.AotTests;

/// <summary>A host with services and configuration, without reflection.</summary>
internal static class HostingTests
{
    public static async Task RunAsync(NativeTestRun run)
    {
        await run.CheckAsync("services in a host", ServicesAsync);
        await run.CheckAsync("configuration", ConfigurationAsync);
        await run.CheckAsync("wrong configuration", WrongConfigurationAsync);
    }

    private static async Task ServicesAsync()
    {
        using IHost host = Build([]);
        await host.StartAsync();
        GreetScheduler scheduler = host.Services.GetRequiredService<GreetScheduler>();
        Equal("Hello Hello Ada", await (await scheduler.EnqueueAsync("Ada")).Completion, "greeting");
        await host.StopAsync();
    }

    private static async Task ConfigurationAsync()
    {
        using IHost host = Build(new() { ["Scheduler:Tasks:aot.flaky:MaxAttempts"] = "2" });
        await host.StartAsync();
        TaskOutcome<int> outcome = await (await host.Services.GetRequiredService<FlakyScheduler>().EnqueueAsync()).Outcome;
        Equal("attempt 2", outcome.Failure?.Message, "last failure");
        await host.StopAsync();
    }

    private static async Task WrongConfigurationAsync()
    {
        using IHost host = Build(new() { ["Scheduler:Concurency"] = "2" });
        try
        {
            await host.StartAsync();
            throw new InvalidOperationException("The host started although an option does not exist.");
        }
        catch (SchedulerConfigurationException exception)
        {
            Equal(true, exception.Message.Contains("Did you mean 'Concurrency'?", StringComparison.Ordinal), exception.Message);
        }
    }

    private static IHost Build(Dictionary<string, string?> configuration)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.Services.AddSingleton<Greeting>();
        builder.Services.AddScheduler(scheduler => scheduler.AddGeneratedSchedulerAotTestsTasks().BindConfiguration(optional: true));
        return builder.Build();
    }
}
