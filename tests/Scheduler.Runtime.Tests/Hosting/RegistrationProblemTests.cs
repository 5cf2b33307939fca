using GeneratedScheduler.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace GeneratedScheduler.Runtime.Tests.Hosting;

/// <summary>What an application forgot or wrote wrongly stops the host, with the names that there are.</summary>
public sealed class RegistrationProblemTests
{
    [Fact]
    public async Task An_application_without_tasks_is_told_what_to_call()
    {
        SchedulerConfigurationException refused = await RefusedAsync(static scheduler => scheduler.UseOrderedMap());
        Assert.Contains("no task was registered. Call the emitted Add…Tasks()", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Schedular", "Did you mean 'Scheduler'? Its sections there are Logging, Scheduler.")]
    [InlineData("Jobs", "or it is empty. Its sections there are Logging, Scheduler.")]
    [InlineData("Logging:LogLevl", "Did you mean 'Logging:LogLevel'? Its sections there are Logging:LogLevel.")]
    [InlineData("Nothing:Here", "It has no sections there.")]
    public async Task A_section_that_is_not_there_is_refused_with_those_that_are(string section, string advice)
    {
        SchedulerConfigurationException refused = await RefusedAsync(
            scheduler => scheduler.AddAlpha().BindConfiguration(section),
            ("Scheduler:Concurrency", "3"), ("Logging:LogLevel:Default", "None"), ("PATH", "/usr/bin"));
        Assert.Contains($"no section '{section}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_optional_section_may_be_missing_or_there()
    {
        await StartedAsync(static scheduler => scheduler.AddAlpha().BindConfiguration("Jobs", optional: true));
        Assert.Equal(3, RemoteHostTasks.ReadOptions(
            static scheduler => scheduler.AddAlpha().BindConfiguration("Jobs", optional: true), ("Jobs:Concurrency", "3")).Concurrency);
    }

    [Fact]
    public async Task Settings_for_a_name_that_is_not_registered_are_refused_with_those_that_are()
    {
        SchedulerConfigurationException[] refused =
        [
            await RefusedAsync(static scheduler => scheduler.AddAlpha().AddBeta().Configure("alhpa", static _ => { })),
            await RefusedAsync(static scheduler => scheduler.AddAlpha().AddBeta().BindConfiguration(), ("Scheduler:Tasks:alhpa:Concurrency", "1")),
        ];
        Assert.All(refused, exception =>
        {
            Assert.Equal("alhpa", exception.TaskName);
            Assert.Contains("Did you mean 'alpha'? Registered are alpha, beta.", exception.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Settings_for_types_of_no_task_are_refused()
    {
        SchedulerConfigurationException refused = await RefusedAsync(
            static scheduler => scheduler.AddAlpha().Configure<int, string>(static (_, _) => { }));
        Assert.Contains("Configure<Int32, String> names no registered task. Registered are alpha.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_scheduler_at_all_is_not_healthy_and_one_that_is_not_started_is_not_either()
    {
        HealthCheckResult none = await new SchedulerHealthCheck([]).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Unhealthy, none.Status);
        Assert.Contains("No scheduler is registered", none.Description, StringComparison.Ordinal);

        await using Bench bench = Bench.Made(ContainerKind.Queue);
        SchedulerHealthCheck check = new([bench.Scheduler]);
        Assert.Equal(HealthStatus.Degraded, (await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status);
        bench.Scheduler.Start();
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status);
    }

    private static async Task<SchedulerConfigurationException> RefusedAsync(Action<SchedulerBuilder> configure, params (string, string)[] settings)
    {
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(configure), settings);
        return await host.StartAsync(TestContext.Current.CancellationToken).SoonThrows<SchedulerConfigurationException>();
    }

    private static async Task StartedAsync(Action<SchedulerBuilder> configure)
    {
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(configure));
        await host.StartSoonAsync();
        await host.StopSoonAsync();
    }
}
