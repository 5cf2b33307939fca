using GeneratedScheduler.Actuators;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>What the generator emits for a kind of task, by hand.</summary>
internal sealed class AlphaScheduler(SchedulerSetup<string, string> setup) : Scheduler<string, string>(setup)
{
    public const string TaskName = "alpha";
}

internal sealed class BetaScheduler(SchedulerSetup<int, int> setup) : Scheduler<int, int>(setup)
{
    public const string TaskName = "beta";
}

internal sealed class BetaFunction : FunctionActuator<int, int>
{
    protected override ValueTask<int> InvokeAsync(int task, TaskContext context) => ValueTask.FromResult(task + 1);
}

internal static class RemoteHostTasks
{
    public static SchedulerBuilder AddAlpha(
        this SchedulerBuilder builder,
        ITaskActuator<string, string>? actuator = null,
        Action<SchedulerOptions>? attribute = null,
        string name = AlphaScheduler.TaskName) =>
        builder.AddTask<AlphaScheduler, string, string>(
            new TaskDefinition<string, string>
            {
                Name = name,
                ApplyDefaults = attribute,
                CreateActuator = _ => actuator ?? RemoteFunction.Shout(),
            },
            static setup => new AlphaScheduler(setup));

    public static SchedulerBuilder AddBeta(this SchedulerBuilder builder, string name = BetaScheduler.TaskName) =>
        builder.AddTask<BetaScheduler, int, int>(
            new TaskDefinition<int, int> { Name = name, CreateActuator = static _ => new BetaFunction() },
            static setup => new BetaScheduler(setup));

    /// <summary>A host without anything of the machine's: no files, no environment, no logging.</summary>
    public static IHost Build(Action<IServiceCollection> configure, params (string Key, string Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        configure(builder.Services);
        return builder.Build();
    }

    /// <summary>The options of the alpha task as a host puts them together.</summary>
    public static SchedulerOptions ReadOptions(Action<SchedulerBuilder> configure, params (string Key, string Value)[] settings)
    {
        SchedulerOptions? options = null;
        using IHost host = Build(
            services => services.AddScheduler(scheduler =>
            {
                configure(scheduler);
                scheduler.Configure<string, string>((setup, _) => options = setup.Options);
            }),
            settings);
        host.Services.GetRequiredService<AlphaScheduler>();
        return options!;
    }

    public static async Task StartSoonAsync(this IHost host) => await host.StartAsync(CancellationToken.None).Soon("the host to start");

    public static async Task StopSoonAsync(this IHost host) => await host.StopAsync(CancellationToken.None).Soon("the host to stop");
}
