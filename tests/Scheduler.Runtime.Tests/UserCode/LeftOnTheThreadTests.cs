using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Principal;
using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

/// <summary>What a task leaves on the thread that it ran on, nobody meets there.</summary>
public sealed class LeftOnTheThreadTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_synchronization_context_that_nobody_pumps_holds_up_nothing(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 2);
        NeverPumped left = new();
        bench.Method = (task, _) => task == "leaves" ? Leave(left) : GoOnAsync();
        for (int i = 0; i < 100; i++)
        {
            TaskHandle<string> leaves = await bench.EnqueueAsync("leaves");
            TaskHandle<string> awaits = await bench.EnqueueAsync("awaits");
            Assert.Equal(TaskState.Succeeded, (await bench.OutcomeOf(leaves)).State);
            Assert.Equal(TaskState.Succeeded, (await bench.OutcomeOf(awaits)).State);
        }

        Assert.Equal(0, left.Posted);

        static ValueTask<string> Leave(SynchronizationContext context)
        {
            SynchronizationContext.SetSynchronizationContext(context);
            return new ValueTask<string>("left");
        }
    }

    [Theory]
    [InlineData(ContainerKind.Queue, true)]
    [InlineData(ContainerKind.Queue, false)]
    [InlineData(ContainerKind.Shared, true)]
    [InlineData(ContainerKind.Shared, false)]
    public async Task Cultures_principals_and_contexts_are_put_back_also_after_an_exception(ContainerKind kind, bool throws)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 1);
        ConcurrentQueue<(string Culture, IPrincipal? Principal, SynchronizationContext? Context, bool Suppressed)> seen = [];
        bench.Method = (task, context) =>
        {
            seen.Enqueue((CultureInfo.CurrentCulture.Name, Thread.CurrentPrincipal, SynchronizationContext.Current, ExecutionContext.IsFlowSuppressed()));
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo("fa-IR");
            Thread.CurrentPrincipal = new GenericPrincipal(new GenericIdentity("the task's"), []);
            SynchronizationContext.SetSynchronizationContext(new NeverPumped());
            ExecutionContext.SuppressFlow();
            return throws ? throw new InvalidOperationException() : new ValueTask<string>(task);
        };
        string before = CultureInfo.CurrentCulture.Name;
        foreach (TaskHandle<string> handle in await bench.EnqueueManyAsync(Enumerable.Range(0, 50).Select(i => $"{i}")))
        {
            await bench.OutcomeOf(handle);
        }

        Assert.Equal(50, seen.Count);
        Assert.All(seen, one => Assert.Equal((before, null, null, false), one));
    }

    [Fact]
    public async Task A_task_does_not_run_inside_of_the_call_that_completed_another_one()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Concurrency = 1);

        // Without RunContinuationsAsynchronously, so that SetResult goes on with whatever waits for it.
        TaskCompletionSource<string> inline = new();
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int? completing = null;
        int? next = null;
        bench.Method = (task, _) =>
        {
            if (task == "first")
            {
                started.SetResult();
                return new ValueTask<string>(inline.Task);
            }

            next = Environment.CurrentManagedThreadId;
            return new ValueTask<string>("second");
        };
        TaskHandle<string> first = await bench.EnqueueAsync("first");
        TaskHandle<string> second = await bench.EnqueueAsync("second");
        await started.Task.Soon();
        Thread thread = new(() =>
        {
            completing = Environment.CurrentManagedThreadId;
            inline.SetResult("first");
        });
        thread.Start();
        Assert.Equal("first", await first.Completion.Soon());
        Assert.Equal("second", await second.Completion.Soon());
        Assert.NotNull(completing);
        Assert.NotEqual(completing, next);
    }

    private static async ValueTask<string> GoOnAsync()
    {
        await Task.Yield();
        return "went on";
    }

    private sealed class NeverPumped : SynchronizationContext
    {
        private int _posted;

        public int Posted => Volatile.Read(ref _posted);

        public override void Post(SendOrPostCallback d, object? state) => Interlocked.Increment(ref _posted);

        public override void Send(SendOrPostCallback d, object? state) => Interlocked.Increment(ref _posted);
    }
}
