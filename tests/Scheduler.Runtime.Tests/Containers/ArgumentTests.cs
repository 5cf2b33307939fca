using GeneratedScheduler.Storage;
using GeneratedScheduler.Tests.Shared;

namespace GeneratedScheduler.Runtime.Tests.Containers;

public sealed class ArgumentTests
{
    [Fact]
    public async Task Memory_refuses_wrong_arguments()
    {
        await using MemoryTaskContainer<string, int> container = new();
        await WrongArguments.ExpectAsync(container, "task", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Memory_in_front_refuses_wrong_arguments()
    {
        // What it does not check itself, the container behind it does.
        await using CombinedTaskContainer<string, int> container = new(new MemoryTaskContainer<string, int>());
        await WrongArguments.ExpectAsync(container, "task", TestContext.Current.CancellationToken);
    }
}
