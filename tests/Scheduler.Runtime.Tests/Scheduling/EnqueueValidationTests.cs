using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class EnqueueValidationTests
{
    public static TheoryData<EnqueueOptions, string, string> Mistakes => new()
    {
        { new EnqueueOptions { Delay = TimeSpan.FromSeconds(-1) }, "Delay", "write zero or more" },
        { new EnqueueOptions { Delay = TimeSpan.MaxValue, NotBefore = default(DateTimeOffset) }, "Delay", "write one of them" },
        { new EnqueueOptions { Timeout = TimeSpan.Zero }, "Timeout", "write more than zero" },
        { new EnqueueOptions { MaxAttempts = 0 }, "MaxAttempts", "write at least 1" },
        { new EnqueueOptions { UniqueKey = "" }, "UniqueKey", "write 1 to 200" },
        { new EnqueueOptions { UniqueKey = new string('k', 201) }, "UniqueKey", "has 201 characters" },
        { new EnqueueOptions { Id = default(TaskId) }, "Id", "leave it out to have one made" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_wrong_option_is_named_with_the_task_and_what_to_write_instead(
        EnqueueOptions options, string member, string advice)
    {
        await using Bench bench = Bench.Made(ContainerKind.Queue);
        InvalidTaskException one = await bench.EnqueueAsync("task", options).SoonThrows<InvalidTaskException>();
        InvalidTaskException created = await bench.CreateAsync("task", options).SoonThrows<InvalidTaskException>();
        Assert.All([one, created], exception =>
        {
            Assert.Equal("tests.work", exception.TaskName);
            Assert.Equal(member, exception.Member);
            Assert.StartsWith($"tests.work: {member} ", exception.Message, StringComparison.Ordinal);
            Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
        });
        Assert.Equal(default, await bench.CountAsync());
    }

    [Fact]
    public async Task The_longest_unique_key_is_accepted()
    {
        await using Bench bench = Bench.Made(ContainerKind.Queue);
        await bench.EnqueueAsync("task", new EnqueueOptions { UniqueKey = new string('k', EnqueueOptions.MaxUniqueKeyLength) });
        Assert.Equal(1, (await bench.CountAsync()).Waiting);
    }

    public static TheoryData<EnqueueOptions> OptionsOfOneTask => new(
        new EnqueueOptions { Id = TaskId.New() },
        new EnqueueOptions { UniqueKey = "key" },
        new EnqueueOptions { OnConflict = EnqueueConflict.UseExisting });

    [Theory]
    [MemberData(nameof(OptionsOfOneTask))]
    public async Task A_batch_of_whatever_size_cannot_have_what_only_one_task_may_have(EnqueueOptions options)
    {
        await using Bench bench = Bench.Made(ContainerKind.Queue);
        foreach (string[] tasks in new string[][] { ["a", "b"], ["a"] })
        {
            InvalidTaskException exception = await bench.EnqueueManyAsync(tasks, options).SoonThrows<InvalidTaskException>();
            Assert.Contains("one by one", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(default, await bench.CountAsync());
    }

    [Fact]
    public async Task A_missing_payload_is_refused_before_anything_is_added()
    {
        await using Bench bench = Bench.Made(ContainerKind.Queue);
        InvalidTaskException one = await bench.EnqueueAsync(null!).SoonThrows<InvalidTaskException>();
        Assert.StartsWith("tests.work: the payload is null", one.Message, StringComparison.Ordinal);
        await bench.CreateAsync(null!).SoonThrows<InvalidTaskException>();
        await bench.EnqueueManyAsync(["a", null!]).SoonThrows<InvalidTaskException>();
        Assert.Equal(default, await bench.CountAsync());
    }

    [Fact]
    public async Task Enqueuing_fails_with_the_error_of_a_container_that_cannot_be_prepared_and_works_once_it_can()
    {
        await using Bench bench = Bench.Made(ContainerKind.Shared);
        bench.Container.BeforeInitialize = static () => throw new InvalidOperationException("no server");
        InvalidOperationException exception = await bench.EnqueueAsync().SoonThrows<InvalidOperationException>();
        Assert.Equal("no server", exception.Message);
        bench.Container.BeforeInitialize = null;
        await bench.EnqueueAsync();
        Assert.Equal(1, (await bench.CountAsync()).Waiting);
    }
}
