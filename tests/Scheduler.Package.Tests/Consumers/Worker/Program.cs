using GeneratedScheduler;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton<Greeting>();
builder.Services.AddScheduler(scheduler => scheduler.AddWorkerTasks().UseOrderedMap());
builder.Services.AddHostedService<Producer>();
await builder.Build().RunAsync();

public sealed class Greeting
{
    public string For(string name) => $"Hello, {name}!";
}

public sealed class Greeter(Greeting greeting)
{
    [ScheduledTask("greeter.greet", MaxAttempts = 3)]
    public Task<string> GreetAsync(string name, ILogger logger, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        logger.LogDebug("Greeting {Name}", name);
        return Task.FromResult(greeting.For(name));
    }
}

public sealed class Producer(GreetScheduler greets, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TaskHandle<string> greeting = await greets.EnqueueAsync("worker", cancellationToken: stoppingToken);
        Console.WriteLine(await greeting.Completion);
        lifetime.StopApplication();
    }
}
