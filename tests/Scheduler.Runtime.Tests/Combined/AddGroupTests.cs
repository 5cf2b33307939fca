using GeneratedScheduler.Runtime.Tests.Views;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Combined;

/// <summary>Who writes for whom, when adds share writes.</summary>
public sealed class AddGroupTests
{
    private static readonly AsyncLocal<string?> Ambient = new();

    [Fact]
    public async Task Shared_writes_do_not_run_in_the_context_of_whoever_came_first()
    {
        TaskCompletionSource gate = new();
        TaskCompletionSource<string?> seen = new();
        int calls = 0;
        AddGroup<int> group = new(async (_, _) =>
        {
            if (++calls == 1)
            {
                await gate.Task;
            }
            else
            {
                seen.TrySetResult(Ambient.Value);
            }
        }, 100);
        NewTask<int>[] one = [new(TaskId.New(), 1, EnqueueOptions.Default)];
        Task first = Task.Run(() =>
        {
            Ambient.Value = "request of the first caller";
            return group.AddAsync(one, CancellationToken.None);
        }, ViewBench.Cancellation);
        while (Volatile.Read(ref calls) == 0)
        {
            await Task.Yield();
        }

        Task second = group.AddAsync(new[] { new NewTask<int>(TaskId.New(), 2, EnqueueOptions.Default) }, CancellationToken.None);
        gate.SetResult();
        await Task.WhenAll(first, second);
        Assert.Null(await seen.Task);
    }

    [Fact]
    public async Task A_cancelled_first_write_does_not_keep_those_behind_it()
    {
        using CancellationTokenSource cancel = new();
        int calls = 0;
        AddGroup<int> group = new(async (_, token) =>
        {
            if (++calls == 1)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
        }, 100);
        Task first = group.AddAsync(new[] { new NewTask<int>(TaskId.New(), 1, EnqueueOptions.Default) }, cancel.Token);
        Task second = group.AddAsync(new[] { new NewTask<int>(TaskId.New(), 2, EnqueueOptions.Default) }, CancellationToken.None);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await second.WaitAsync(TimeSpan.FromSeconds(10), ViewBench.Cancellation);
    }
}
