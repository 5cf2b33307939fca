using GeneratedScheduler.Conformance;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>An option that a container does not follow is refused where it is set, and the message says what to use instead.</summary>
public sealed class UnsupportedOptionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ContainerKind.Queue, "UseOrderedMap()")]
    [InlineData(ContainerKind.Shared, "UseOrderedMap()")]
    public async Task A_priority_that_nobody_follows_is_refused_by_every_way_to_add(ContainerKind kind, string advice)
    {
        await using Bench bench = Bench.Made(kind);
        EnqueueOptions options = new() { Priority = -5 };
        InvalidTaskException[] refused =
        [
            await bench.EnqueueAsync("task", options).SoonThrows<InvalidTaskException>(),
            await bench.CreateAsync("task", options).SoonThrows<InvalidTaskException>(),
            await bench.EnqueueManyAsync(["a", "b"], options).SoonThrows<InvalidTaskException>(),
        ];
        Assert.All(refused, exception =>
        {
            Assert.Equal(("tests.work", "Priority"), (exception.TaskName, exception.Member));
            Assert.StartsWith("tests.work: Priority is -5, which has no effect: ", exception.Message, StringComparison.Ordinal);
            Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
        });
        Assert.Equal(default, await bench.CountAsync());
        await bench.EnqueueAsync("task", new EnqueueOptions { Priority = 0, Delay = TimeSpan.FromHours(1) });
        Assert.Equal(1, (await bench.CountAsync()).Waiting);
    }

    [Fact]
    public async Task A_priority_is_accepted_where_it_is_followed()
    {
        await using Bench bench = Bench.Made(ContainerKind.Ordered);
        await bench.EnqueueAsync("task", new EnqueueOptions { Priority = int.MinValue });
        await bench.EnqueueManyAsync(["a", "b"], new EnqueueOptions { Priority = int.MaxValue });
        Assert.Equal(3, (await bench.CountAsync()).Waiting);
    }

    public static TheoryData<string, EnqueueOptions> OptionsOfTasks => new()
    {
        { "Id", new EnqueueOptions { Id = TaskId.New() } },
        { "Priority", new EnqueueOptions { Priority = 1 } },
        { "Delay", new EnqueueOptions { Delay = TimeSpan.FromTicks(1) } },
        { "NotBefore", new EnqueueOptions { NotBefore = DateTimeOffset.MinValue } },
        { "UniqueKey", new EnqueueOptions { UniqueKey = "key" } },
        { "Timeout", new EnqueueOptions { Timeout = TimeSpan.FromSeconds(1) } },
        { "MaxAttempts", new EnqueueOptions { MaxAttempts = 1 } },
    };

    [Theory]
    [MemberData(nameof(OptionsOfTasks))]
    public async Task Every_option_of_a_task_can_be_named_as_unsupported(string name, EnqueueOptions options)
    {
        await using Limited container = new(new UnsupportedOption(name, "use another store."));
        await using Scheduler<string, string> scheduler = Make(container);
        InvalidTaskException refused = await scheduler.EnqueueAsync("task", options, Cancellation).AsTask().SoonThrows<InvalidTaskException>();
        Assert.Equal(name, refused.Member);
        Assert.EndsWith("use another store.", refused.Message, StringComparison.Ordinal);
        await scheduler.EnqueueAsync("task", null, Cancellation);
        await scheduler.EnqueueAsync("task", new EnqueueOptions(), Cancellation);
    }

    [Fact]
    public void The_test_above_knows_every_option_that_means_something_alone() => Assert.Equal(
        typeof(EnqueueOptions).GetProperties().Where(property => property.GetMethod is { IsStatic: false }).Select(property => property.Name).Order(),
        OptionsOfTasks.Select(row => row.Data.Item1).Append(nameof(EnqueueOptions.OnConflict)).Order());

    [Fact]
    public async Task A_limit_over_all_schedulers_that_a_container_cannot_keep_stops_the_scheduler_at_its_start()
    {
        await using Limited container = new(new UnsupportedOption("ClusterConcurrency", "use a database."));
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(
            () => Make(container, options => options.ClusterConcurrency = 3));
        Assert.Contains("ClusterConcurrency is 3, which has no effect: use a database.", refused.Message, StringComparison.Ordinal);
        await using Scheduler<string, string> scheduler = Make(container);
    }

    [Fact]
    public async Task A_container_that_names_an_option_that_there_is_not_is_refused()
    {
        await using Limited container = new(new UnsupportedOption("Prioritiy", "use a database."));
        SchedulerConfigurationException refused = Assert.Throws<SchedulerConfigurationException>(() => Make(container));
        Assert.Contains("'Prioritiy'", refused.Message, StringComparison.Ordinal);
    }

    private static Scheduler<string, string> Make(ITaskContainer<string, string> container, Action<SchedulerOptions>? configure = null)
    {
        SchedulerSetup<string, string> setup = new(new TaskDefinition<string, string>
        {
            Name = "tests.work",
            CreateActuator = static _ => new DelegateActuator(static (task, _) => ValueTask.FromResult(task)),
        });
        setup.Container = container;
        configure?.Invoke(setup.Options);
        return new Scheduler<string, string>(setup);
    }

    private sealed class Limited(params UnsupportedOption[] unsupported)
        : DelegatingTaskContainer<string, string>(new MemoryTaskContainer<string, string>(new MemoryContainerOptions { Order = TaskOrder.Priority }))
    {
        public override IReadOnlyList<UnsupportedOption> UnsupportedOptions => unsupported;
    }
}
