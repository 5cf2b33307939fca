using GeneratedScheduler;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reports;

// Builds reports until all are done. End it however you like, start it again, and it goes on where it was.
//   --store other.db             another SQLite file
//   --store "Host=localhost;…"   PostgreSQL
//   --store "Server=localhost;…" MySQL or MariaDB
HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});

string store = builder.Configuration["Store"] ?? "reports.db";
builder.Services.AddSingleton<Warehouse>();
builder.Services.AddScheduler(scheduler => scheduler
    .AddReportsTasks()
    .UseStore(store)
    .BindConfiguration("Scheduler"));

// After the scheduler, because hosts stop their services in the reverse order.
builder.Services.AddHostedService<Office>();

await builder.Build().RunAsync();
