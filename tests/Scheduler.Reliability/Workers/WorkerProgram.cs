using GeneratedScheduler.Reliability.Stores;
using GeneratedScheduler.Reliability.Work;
using Microsoft.Extensions.DependencyInjection;

namespace GeneratedScheduler.Reliability.Workers;

/// <summary>The role of a worker: runs tasks until its input is closed, or something worse happens.</summary>
internal static class WorkerProgram
{
    private const int Concurrency = 8;

    public static async Task<int> RunAsync(WorkerOptions options)
    {
        using RunLog log = new(options.Log);
        WorkerSelf self = new(log, options.Serial);
        await using ServiceProvider services = new ServiceCollection().AddSingleton(self).BuildServiceProvider();
        ShiftedClock clock = new(options.Shift);
        await using OpenedContainer opened = options.OpenContainer(clock);

        WorkScheduler scheduler = WorkScheduler.Create(setup =>
        {
            (setup.Store, setup.Container) = (opened.Store, opened.Container);
            setup.Options.TimeProvider = clock;
            setup.Options.Services = services;
            setup.Options.Concurrency = Concurrency;
            setup.Options.LeaseDuration = options.Lease;
            setup.Options.Retry = RetryPolicy.Fixed(options.Retry);
            setup.Options.MaxLosses = options.MaxLosses;
            setup.Options.SchedulingInterval = TimeSpan.FromMilliseconds(200);
            setup.Options.ShutdownTimeout = TimeSpan.FromSeconds(2);

            // The longest close is eight of these more, and must be over before the harness calls a worker stuck, also with links that are frozen.
            setup.Options.StopTimeout = TimeSpan.FromSeconds(2);
            setup.Options.FinishedTasksCapacity = 100_000;
        });
        await using (scheduler.ConfigureAwait(false))
        {
            self.Scheduler = scheduler;
            log.Opened(scheduler.Claimant);
            Task reading = NoteAcceptedAsync(scheduler, log);
            await UntilInputClosesAsync().ConfigureAwait(false);
            await scheduler.CloseAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }

        return 0;
    }

    private static async Task NoteAcceptedAsync(WorkScheduler scheduler, RunLog log)
    {
        await foreach (FinishedTask<WorkTask, long> finished in scheduler.FinishedTasks().ConfigureAwait(false))
        {
            log.Accepted(finished.Payload.Number);
        }
    }

    // Also when the harness itself is killed: then nobody is left behind.
    private static async Task UntilInputClosesAsync()
    {
        await using Stream input = Console.OpenStandardInput();
        byte[] buffer = new byte[1];
        while (await input.ReadAsync(buffer).ConfigureAwait(false) > 0)
        {
        }
    }
}
