using GeneratedScheduler;
using HostedAdd;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Runs until Ctrl-C; `--Count 20` stops after 20 sums. On Ctrl-C the customer stops ordering first, then the scheduler lets
// running sums finish, and gives back what does not finish in time.
HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});

builder.Services.AddSingleton<Workshop>();
builder.Services.AddScheduler(scheduler => scheduler
    .AddHostedAddTasks()
    .UseOrderedMap()
    .BindConfiguration("Scheduler"));

// After the scheduler, because hosts stop their services in the reverse order.
builder.Services.AddHostedService<Customer>();

await builder.Build().RunAsync();
