using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class UnobservedExceptionTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task No_exception_is_left_behind_unobserved_whatever_fails(ContainerKind kind)
    {
        // Other tests run at the same time; what comes from this one is known by its mark.
        string mark = Guid.NewGuid().ToString();
        ConcurrentQueue<string> unobserved = [];
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            string text = e.Exception.ToString();
            if (text.Contains(mark, StringComparison.Ordinal))
            {
                unobserved.Enqueue(text);
            }
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await FailInManyWaysAsync(kind, mark);
            for (int i = 0; i < 5; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                await Task.Yield();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.Empty(unobserved);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task FailInManyWaysAsync(ContainerKind kind, string mark)
    {
        TimeSpan timeout = TimeSpan.FromSeconds(7);
        await using Bench bench = Bench.Over(kind, (bench, options) =>
        {
            bench.Method = bench.Work.RunStubbornlyAsync;
            (options.Timeout, options.Concurrency) = (timeout, 10);
            options.Retry = RetryPolicy.Custom(_ => throw new InvalidOperationException(mark));
        });

        // A failure that nobody awaits.
        (TaskHandle<string> failed, WorkRun run) = await bench.RunOneAsync("fails", new EnqueueOptions { MaxAttempts = 2 });
        run.Throw(new InvalidOperationException(mark));
        await bench.OutcomeOf(failed);

        // Callbacks on the token that throw, and code that fails long after it was ended.
        (TaskHandle<string> stopped, WorkRun late) = await bench.RunOneAsync("is stopped");
        TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationTokenRegistration registration = late.Context.CancellationToken.Register(() =>
        {
            called.SetResult();
            throw new InvalidOperationException(mark);
        });
        await bench.StopAsync(stopped.Id);
        await called.Task.Soon();
        late.Throw(new InvalidOperationException(mark));

        (TaskHandle<string> timedOut, late) = await bench.RunOneAsync("times out");
        await bench.Time.WhenArmedAsync(timeout).Soon();
        bench.Time.Advance(timeout);
        await bench.OutcomeOf(timedOut);
        late.Throw(new InvalidOperationException(mark));

        // A store that fails while a run ends, while leases are renewed, and while the scheduler closes.
        (TaskHandle<string> _, run) = await bench.RunOneAsync("meets a broken store");
        Func<Task> fail = () => Task.FromException(new IOException(mark));
        bench.Container.BeforeApply = _ => fail();
        bench.Container.BeforeClaim = bench.Container.BeforeRenew = bench.Container.BeforeRescue = fail;
        run.Throw(new InvalidOperationException(mark));
        await bench.Time.WhenArmedAsync(TimeSpan.FromMilliseconds(50)).Soon();
        bench.Time.Advance(Bench.Lease);
        await registration.DisposeAsync();
    }
}
