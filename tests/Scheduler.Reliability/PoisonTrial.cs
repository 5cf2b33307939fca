using GeneratedScheduler.Reliability.Checks;
using GeneratedScheduler.Reliability.Load;
using GeneratedScheduler.Reliability.Stores;
using GeneratedScheduler.Reliability.Work;
using GeneratedScheduler.Reliability.Workers;

namespace GeneratedScheduler.Reliability;

/// <summary>A task that kills its worker each time, among others that do no harm: it must end as Failed, and the others must succeed.</summary>
internal static class PoisonTrial
{
    public const int MaxLosses = 3;

    // Long enough for the tasks that are claimed with it to end before it strikes; those that run with it are lost with it each time.
    private const int PoisonMilliseconds = 300;
    private const int Others = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The shortest that there is: the trial waits for one after another.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<string>> RunAsync(WorkScheduler scheduler, Store store, Ledger ledger, WorkerPool pool)
    {
        List<string> problems = [];
        long poison = ledger.NextNumber();
        await scheduler.EnqueueAsync(new WorkTask(poison, WorkKind.Poison, PoisonMilliseconds)).ConfigureAwait(false);
        ledger.Note(poison, WorkKind.Poison, Acknowledgement.Acknowledged);
        for (int i = 0; i < Others; i++)
        {
            WorkTask task = new(ledger.NextNumber(), WorkKind.Short, 1);
            await scheduler.EnqueueAsync(task).ConfigureAwait(false);
            ledger.Note(task.Number, task.Kind, Acknowledgement.Acknowledged);
        }

        pool.Fill();
        if (!await FinalRow.WaitForAllAsync(store, Patience, pool.Fill).ConfigureAwait(false))
        {
            problems.Add("the store did not drain with a poisoned task in it");
        }

        int stuck = await pool.CloseAsync(Patience).ConfigureAwait(false);
        if (stuck > 0)
        {
            problems.Add($"{stuck} workers did not close after the poisoned task");
        }

        problems.AddRange(pool.Crashes);
        return problems;
    }
}
