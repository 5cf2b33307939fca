using GeneratedScheduler.Conformance;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GeneratedScheduler.Runtime.Tests.Hosting;

/// <summary>A payload in one assembly, its actuator in another: each registers the same scheduler.</summary>
public sealed class ContractTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_definition_with_an_actuator_counts_whatever_the_order(bool contractFirst)
    {
        using IHost host = RemoteHostTasks.Build(services => services.AddScheduler(scheduler => _ = contractFirst
            ? AddActuator(AddContract(scheduler))
            : AddContract(AddActuator(AddActuator(scheduler)))));
        await host.StartSoonAsync();
        TaskHandle<int> handle = await host.Services.GetRequiredService<BetaScheduler>().EnqueueAsync(1, null, CancellationToken.None);

        Assert.Equal(2, await handle.Completion.Soon("the result"));
        Assert.Single(host.Services.GetServices<IScheduler>());
        await host.StopSoonAsync();
    }

    [Fact]
    public void Actuators_of_two_assemblies_are_refused()
    {
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() => new ServiceCollection().AddScheduler(
            scheduler => AddActuator(scheduler).AddBeta()));

        Assert.Equal(
            "Two of the registered assemblies have an [Actuator] for this task; call the Add…Tasks() of one of them only.", Assert.Single(refused.Problems));
    }

    [Fact]
    public async Task Without_an_actuator_a_scheduler_of_a_shared_container_only_enqueues_and_awaits()
    {
        await using MemoryTaskContainer<int, int> queue = new();
        await using BetaScheduler client = Make(Contract, setup => setup.Container = new SharedContainer<int, int>(queue));
        client.Start();
        TaskHandle<int> handle = await client.EnqueueAsync(1, null, CancellationToken.None);
        Assert.Equal(TaskState.Waiting, (await client.GetAsync(handle.Id, CancellationToken.None))!.State);

        await using BetaScheduler worker = Make(WithActuator(), setup => setup.Container = new SharedContainer<int, int>(queue));
        worker.Start();
        Assert.Equal(2, await handle.Completion.Soon("the result"));
    }

    [Fact]
    public void Without_an_actuator_a_container_in_memory_is_refused_because_nothing_would_run_its_tasks()
    {
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() => Make(Contract));

        Assert.StartsWith(
            "No actuator of this task is registered, and its container is in the memory of this process", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_actuator_there_is_no_stream_of_finished_tasks()
    {
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() => Make(Contract, setup =>
            (setup.Container, setup.Options.FinishedTasksCapacity) = (new SharedContainer<int, int>(new MemoryTaskContainer<int, int>()), 1)));

        Assert.StartsWith("FinishedTasksCapacity is set, but no actuator of this task is registered", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheduler_that_only_enqueues_makes_no_actuator_and_needs_no_services()
    {
        TaskDefinition<int, int> definition = Contract.WithActuator(static _ => throw new InvalidOperationException("not wanted here"), needsServices: true);
        await using BetaScheduler scheduler = Make(definition, static setup => setup.Options.RunTasks = false);
        scheduler.Start();

        TaskHandle<int> handle = await scheduler.EnqueueAsync(1, null, CancellationToken.None);
        Assert.Equal(TaskState.Waiting, (await scheduler.GetAsync(handle.Id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task An_actuator_that_the_setup_names_takes_the_place_of_a_missing_one()
    {
        await using BetaScheduler scheduler = Make(Contract, static setup => setup.Actuator = new BetaFunction());
        scheduler.Start();

        Assert.Equal(2, await (await scheduler.EnqueueAsync(1, null, CancellationToken.None)).Completion.Soon("the result"));
    }

    [Fact]
    public void An_actuator_is_all_that_it_adds_to_the_definition()
    {
        TaskDefinition<int, int> contract = new()
        {
            Name = "beta",
            Members = [new TaskMember<int>("value", typeof(int), isNullable: false, isRequired: true, static task => task)],
            ApplyDefaults = static options => options.MaxAttempts = 7,
        };
        TaskDefinition<int, int> complete = contract.WithActuator(
            static _ => new BetaFunction(), needsServices: true, [new TaskService(typeof(IDisposable), "Orders")]);

        Assert.Equal((contract.Name, contract.Members, contract.ApplyDefaults), (complete.Name, complete.Members, complete.ApplyDefaults));
        Assert.Equal("Orders", Assert.Single(complete.Services).NeededBy);
        Assert.Equal((contract.Mapper, contract.Codec, true), (complete.Mapper, complete.Codec, complete.NeedsServices));
    }

    private static TaskDefinition<int, int> Contract => new() { Name = BetaScheduler.TaskName };

    private static TaskDefinition<int, int> WithActuator() => Contract.WithActuator(static _ => new BetaFunction());

    private static SchedulerBuilder AddContract(SchedulerBuilder builder) =>
        builder.AddTask<BetaScheduler, int, int>(Contract, static setup => new BetaScheduler(setup));

    private static SchedulerBuilder AddActuator(SchedulerBuilder builder) =>
        builder.AddTask<BetaScheduler, int, int>(WithActuator(), static setup => new BetaScheduler(setup));

    private static BetaScheduler Make(TaskDefinition<int, int> definition, Action<SchedulerSetup<int, int>>? configure = null)
    {
        SchedulerSetup<int, int> setup = new(definition);
        configure?.Invoke(setup);
        return new BetaScheduler(setup);
    }
}
