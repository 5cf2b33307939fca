using GeneratedScheduler.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GeneratedScheduler.Runtime.Tests.Hosting;

/// <summary>Options from configuration: every key, every mistake, and who wins.</summary>
public sealed class ConfigurationTests
{
    public static TheoryData<string, string, Func<SchedulerOptions, object?>, object?> Keys => new()
    {
        { "Concurrency", "7", static options => options.Concurrency, 7 },
        { "ClusterConcurrency", "9", static options => options.ClusterConcurrency, 9 },
        { "Timeout", "00:01:02", static options => options.Timeout, new TimeSpan(0, 1, 2) },
        { "MaxAttempts", "5", static options => options.MaxAttempts, 5 },
        { "SchedulingInterval", "00:00:02", static options => options.SchedulingInterval, TimeSpan.FromSeconds(2) },
        { "StatusInterval", "00:00:00.5", static options => options.StatusInterval, TimeSpan.FromSeconds(0.5) },
        { "StatusUpdates", "polling", static options => options.StatusUpdates, StatusUpdates.Polling },
        { "FinishedTasksCapacity", "11", static options => options.FinishedTasksCapacity, 11 },
        { "LeaseDuration", "00:00:40", static options => options.LeaseDuration, TimeSpan.FromSeconds(40) },
        { "MaxLosses", "4", static options => options.MaxLosses, 4 },
        { "ShutdownTimeout", "00:00:00", static options => options.ShutdownTimeout, TimeSpan.Zero },
        { "ActuatorTimeout", "00:00:07", static options => options.ActuatorTimeout, TimeSpan.FromSeconds(7) },
        { "UnknownLimit", "01:00:00", static options => options.UnknownLimit, TimeSpan.FromHours(1) },
        { "StopTimeout", "00:00:03", static options => options.StopTimeout, TimeSpan.FromSeconds(3) },
        { "RunTasks", "false", static options => options.RunTasks, false },
        { "Retry", "None", static options => options.Retry == RetryPolicy.None, true },
        { "Retry:Backoff", "None", static options => options.Retry == RetryPolicy.None, true },
        { "RateLimit:Permits", "3", static options => options.RateLimiter!().GetStatistics()!.CurrentAvailablePermits, 3L },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Keys))]
    public void Every_key_sets_its_option(string key, string value, Func<SchedulerOptions, object?> read, object? expected)
    {
        Assert.Equal(expected, read(RemoteHostTasks.ReadOptions(Bind, ($"Scheduler:{key}", value))));
        Assert.Equal(expected, read(RemoteHostTasks.ReadOptions(Bind, ($"Scheduler:Tasks:alpha:{key}", value))));
        Assert.Equal(expected, read(RemoteHostTasks.ReadOptions(Bind, ($"scheduler:tasks:ALPHA:{key.ToUpperInvariant()}", value))));
    }

    [Fact]
    public void Every_option_that_text_can_express_has_a_key()
    {
        string[] withoutKey = ["TimeProvider", "LoggerFactory", "Services"];
        IEnumerable<string> options = typeof(SchedulerOptions).GetProperties().Select(property => property.Name).Except(withoutKey);
        IEnumerable<string> keys = Keys.Select(row => row.Data.Item1.Split(':')[0].Replace("RateLimit", "RateLimiter", StringComparison.Ordinal));
        Assert.Equal(options.Order(), keys.Distinct().Order());
    }

    [Fact]
    public void Retry_is_read_with_its_delays()
    {
        FailedAttempt third = new(TaskId.New(), 3, new TaskFailure(TaskFailureReason.Exception, "no"));
        RetryPolicy wait = RemoteHostTasks.ReadOptions(
            Bind, ("Scheduler:Retry:Backoff", "fixed"), ("Scheduler:Retry:Delay", "00:00:07")).Retry;
        Assert.Equal(TimeSpan.FromSeconds(7), wait.NextDelay(third));

        RetryPolicy growing = RemoteHostTasks.ReadOptions(
            Bind, ("Scheduler:Retry:Delay", "00:00:10"), ("Scheduler:Retry:MaxDelay", "00:00:15")).Retry;
        for (int i = 0; i < 100; i++)
        {
            Assert.InRange(growing.NextDelay(third)!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        }
    }

    [Theory]
    [InlineData("Concurrency", "many", "Scheduler:Concurrency is 'many'; write a whole number.")]
    [InlineData("MaxAttempts", "1.5", "Scheduler:MaxAttempts is '1.5'; write a whole number.")]
    [InlineData("Timeout", "30", "Scheduler:Timeout is '30'; write a time as hours:minutes:seconds, such as 00:00:30.")]
    [InlineData("LeaseDuration", "-00:00:30", "Scheduler:LeaseDuration is '-00:00:30'; write a time as hours:minutes:seconds, such as 00:00:30.")]
    [InlineData("RunTasks", "yes", "Scheduler:RunTasks is 'yes'; write true or false.")]
    [InlineData("StatusUpdates", "Push", "Scheduler:StatusUpdates is 'Push'; write one of Polling, Callback, Both.")]
    [InlineData("Concurency", "4", "Scheduler:Concurency is no option. Did you mean 'Concurrency'?")]
    [InlineData("Colour", "red", "Scheduler:Colour is no option.")]
    [InlineData("Retry:Backoff", "Linear", "Scheduler:Retry:Backoff is 'Linear'; write one of Exponential, Fixed, None.")]
    [InlineData("Retry:Dealy", "00:00:01", "Scheduler:Retry:Dealy is no option. Did you mean 'Delay'?")]
    [InlineData("Retry", "Linear", "Scheduler:Retry is 'Linear'; write one of Exponential, Fixed, None.")]
    [InlineData("RateLimit:Period", "00:00:01", "Scheduler:RateLimit is ''; has no Permits; write how many tasks may begin in each Period.")]
    [InlineData("RateLimit:Permits", "0", "Scheduler:RateLimit:Permits is '0'; write a whole number of at least 1.")]
    public void Mistake_is_answered_with_what_to_write(string key, string value, string problem)
    {
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(
            () => RemoteHostTasks.ReadOptions(Bind, ($"Scheduler:{key}", value)));
        Assert.Equal(AlphaScheduler.TaskName, refused.TaskName);
        Assert.Equal(problem, Assert.Single(refused.Problems));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() => RemoteHostTasks.ReadOptions(
            Bind, ("Scheduler:Concurrency", "many"), ("Scheduler:Timeout", "soon"), ("Scheduler:Tasks:alpha:MaxLoses", "1")));
        Assert.Equal(3, refused.Problems.Count);
        Assert.Contains("Did you mean 'MaxLosses'?", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Settings_of_a_task_that_nobody_registered_keep_the_host_from_starting(bool isInConfiguration)
    {
        using IHost host = RemoteHostTasks.Build(
            services => services.AddScheduler(scheduler =>
            {
                scheduler.AddAlpha().BindConfiguration();
                if (!isInConfiguration)
                {
                    scheduler.Configure("alpah", options => options.Concurrency = 2);
                }
            }),
            isInConfiguration ? [("Scheduler:Tasks:alpah:Concurrency", "2")] : []);

        SchedulerConfigurationException refused = await Assert.ThrowsAsync<SchedulerConfigurationException>(host.StartSoonAsync);
        Assert.Equal("alpah", refused.TaskName);
        Assert.Contains("Did you mean 'alpha'?", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_in_code_is_found_whatever_its_case()
    {
        Assert.Equal(2, RemoteHostTasks.ReadOptions(scheduler => scheduler.AddAlpha().Configure("ALPHA", options => options.Concurrency = 2)).Concurrency);
    }

    [Fact]
    public void Section_without_a_configuration_is_refused()
    {
        ServiceCollection services = new();
        services.AddScheduler(scheduler => scheduler.AddAlpha().BindConfiguration());
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Throws<SchedulerConfigurationException>(() => provider.GetRequiredService<AlphaScheduler>());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    [InlineData(4, 5)]
    [InlineData(5, 6)]
    public void Settings_apply_in_the_documented_order_whatever_the_order_of_the_calls(int last, int expected)
    {
        // Called from the strongest to the weakest.
        SchedulerOptions? options = null;
        List<(string, string)> settings = [];
        using IHost host = RemoteHostTasks.Build(
            services => services.AddScheduler(scheduler =>
            {
                scheduler.BindConfiguration();
                scheduler.Configure<string, string>((setup, _) =>
                {
                    setup.Options.MaxAttempts = last >= 5 ? 6 : setup.Options.MaxAttempts;
                    options = setup.Options;
                });
                scheduler.Configure(AlphaScheduler.TaskName, named => named.MaxAttempts = last >= 4 ? 5 : named.MaxAttempts);
                scheduler.AddAlpha(attribute: attribute => attribute.MaxAttempts = last >= 2 ? 3 : attribute.MaxAttempts);
                scheduler.Configure(all => all.MaxAttempts = 1);
            }),
            [
                .. last >= 3 ? new[] { ("Scheduler:Tasks:alpha:MaxAttempts", "4") } : [],
                .. last >= 1 ? new[] { ("Scheduler:MaxAttempts", "2") } : [],
            ]);
        host.Services.GetRequiredService<AlphaScheduler>();

        Assert.Equal(expected, options!.MaxAttempts);
    }

    [Fact]
    public void Settings_of_one_task_leave_the_others_alone()
    {
        List<int> concurrency = [];
        using IHost host = RemoteHostTasks.Build(
            services => services.AddScheduler(scheduler => scheduler
                .AddAlpha().AddBeta().BindConfiguration("My:Tasks")
                .Configure<string, string>((setup, _) => concurrency.Add(setup.Options.Concurrency))
                .Configure<int, int>((setup, _) => concurrency.Add(setup.Options.Concurrency))),
            ("My:Tasks:Concurrency", "5"), ("My:Tasks:Tasks:beta:Concurrency", "6"));
        host.Services.GetRequiredService<AlphaScheduler>();
        host.Services.GetRequiredService<BetaScheduler>();

        Assert.Equal([5, 6], concurrency);
    }

    [Fact]
    public void Clock_and_services_come_from_the_application()
    {
        RemoteClock clock = new();
        SchedulerOptions? options = null;
        using IHost host = RemoteHostTasks.Build(services => services
            .AddSingleton<TimeProvider>(clock)
            .AddScheduler(scheduler => scheduler.AddAlpha().Configure<string, string>((setup, _) => options = setup.Options)));
        host.Services.GetRequiredService<AlphaScheduler>();

        Assert.Same(clock, options!.TimeProvider);
        Assert.NotNull(options.Services!.GetRequiredService<AlphaScheduler>());
        Assert.NotNull(options.LoggerFactory);
    }

    private static void Bind(SchedulerBuilder scheduler) => scheduler.AddAlpha().BindConfiguration();
}
