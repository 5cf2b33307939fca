using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GeneratedScheduler.Conformance;
using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

public sealed class AbandonedAwaitTests
{
    private const string Name = "tests.abandoned";

    [Fact]
    public async Task Closing_leaves_no_unobserved_exception_for_tasks_that_somebody_had_begun_to_await()
    {
        // Other tests run at the same time; what comes from this one is known by the name of its scheduler.
        ConcurrentQueue<string> unobserved = [];
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            string text = e.Exception.ToString();
            if (text.Contains(Name, StringComparison.Ordinal))
            {
                unobserved.Enqueue(text);
            }
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await AbandonAsync();
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
    private static async Task AbandonAsync()
    {
        TaskDefinition<string, string> definition = new()
        {
            Name = Name,
            CreateActuator = static _ => new DelegateActuator(static (task, _) => new ValueTask<string>(task)),
        };
        await using ITaskContainer<string, string> container = new SharedMemoryStore<string, string>().Open();
        SchedulerSetup<string, string> setup = new(definition) { Container = container };
        setup.Options.RunTasks = false;
        Scheduler<string, string> scheduler = new(setup);
        scheduler.Start();
        for (int i = 0; i < 20; i++)
        {
            TaskHandle<string> handle = await scheduler.EnqueueAsync("never run", null, CancellationToken.None).Soon();
            Task<string> completion = handle.Completion;
            Task<TaskOutcome<string>> outcome = handle.Outcome;
            Assert.False(completion.IsCompleted || outcome.IsCompleted);
        }

        await scheduler.CloseAsync(CancellationToken.None).Soon();
    }
}
