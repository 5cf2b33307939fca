using System.Data.Common;
using GeneratedScheduler.Reliability.Stores;
using GeneratedScheduler.Reliability.Work;

namespace GeneratedScheduler.Reliability.Load;

/// <summary>Enqueues tasks of all kinds in all ways at a steady rate, and writes down what was acknowledged.</summary>
internal sealed class Producer(WorkScheduler scheduler, Store store, Ledger ledger, Random random, int rate)
{
    // A task that enqueues another fails when the store cannot be reached.
    private const int ManyAttempts = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>Calls that failed because of a fault.</summary>
    public int Failures { get; private set; }

    public async Task RunAsync(CancellationToken ending)
    {
        long begin = TimeProvider.System.GetTimestamp();
        for (int wanted = 0; !ending.IsCancellationRequested;)
        {
            int due = (int)(TimeProvider.System.GetElapsedTime(begin).TotalSeconds * rate);
            if (wanted >= due)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
                continue;
            }

            wanted += await EnqueueAsync(ending).ConfigureAwait(false);
        }
    }

    // One add of some kind; the answer is how many tasks it was.
    private async Task<int> EnqueueAsync(CancellationToken ending)
    {
        int choice = random.Next(20);
        if (choice == 0)
        {
            return await AddManyAsync(random.Next(5, 40)).ConfigureAwait(false);
        }

        WorkTask task = NextTask();
        if (choice <= 3)
        {
            await AddInTransactionAsync(task, commit: random.Next(2) == 0).ConfigureAwait(false);
        }
        else
        {
            await AddOneAsync(task, ending).ConfigureAwait(false);
        }

        return 1;
    }

    private WorkTask NextTask()
    {
        WorkKind kind = random.Next(100) switch
        {
            < 60 => WorkKind.Short,
            < 75 => WorkKind.Long,
            < 85 => WorkKind.Flaky,
            < 90 => WorkKind.Doomed,
            _ => WorkKind.Spawn,
        };
        int milliseconds = kind == WorkKind.Long ? random.Next(200, 1500) : random.Next(20);
        return new WorkTask(ledger.NextNumber(), kind, milliseconds);
    }

    private EnqueueOptions OptionsFor(WorkKind kind, TaskId? id = null) => new()
    {
        Id = id,
        // Seldom: under a constant load of urgent tasks the others wait for ever, which says nothing about recovery.
        Priority = random.Next(50) == 0 ? 1 : 0,
        Delay = random.Next(10) == 0 ? TimeSpan.FromSeconds(random.NextDouble() * 3) : TimeSpan.Zero,
        MaxAttempts = kind switch { WorkKind.Flaky => Duties.FlakySucceeds, WorkKind.Doomed => 2, WorkKind.Spawn => ManyAttempts, _ => 1 },
    };

    // With an id of the caller's own an add can be repeated until its fate is known.
    private async Task AddOneAsync(WorkTask task, CancellationToken ending)
    {
        EnqueueOptions options = OptionsFor(task.Kind, TaskId.New());
        while (true)
        {
            try
            {
                await scheduler.EnqueueAsync(task, options, CancellationToken.None).ConfigureAwait(false);
                ledger.Note(task.Number, task.Kind, Acknowledgement.Acknowledged);
                return;
            }
            catch (DuplicateTaskException)
            {
                ledger.Note(task.Number, task.Kind, Acknowledgement.Acknowledged);
                return;
            }
            catch (Exception exception) when (IsFault(exception))
            {
                Failures++;
                ledger.Note(task.Number, task.Kind, Acknowledgement.Unknown);
                if (ending.IsCancellationRequested)
                {
                    return;
                }

                await Task.Delay(Patience, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task<int> AddManyAsync(int count)
    {
        WorkTask[] tasks = [.. Enumerable.Range(0, count).Select(_ => new WorkTask(ledger.NextNumber(), WorkKind.Short, random.Next(20)))];
        Acknowledgement acknowledgement = Acknowledgement.Acknowledged;
        try
        {
            await scheduler.EnqueueManyAsync(tasks, OptionsFor(WorkKind.Short), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            Failures++;
            acknowledgement = Acknowledgement.Unknown;
        }

        foreach (WorkTask task in tasks)
        {
            ledger.Note(task.Number, task.Kind, acknowledgement);
        }

        return count;
    }

    // Together with a row of the application, which must share the fate of the task.
    private async Task AddInTransactionAsync(WorkTask task, bool commit)
    {
        Acknowledgement acknowledgement = Acknowledgement.RolledBack;
        try
        {
            await using DbConnection connection = await store.OpenAsync(CancellationToken.None).ConfigureAwait(false);
            await using DbTransaction transaction = await connection.BeginTransactionAsync(CancellationToken.None).ConfigureAwait(false);
            await using DbCommand command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = FormattableString.Invariant($"INSERT INTO orders (number) VALUES ({task.Number})");
            await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
            await scheduler.EnqueueAsync(transaction, task, OptionsFor(task.Kind), CancellationToken.None).ConfigureAwait(false);
            if (commit)
            {
                acknowledgement = Acknowledgement.WithOrder;
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                acknowledgement = Acknowledgement.Acknowledged;
            }
            else
            {
                await transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsFault(exception))
        {
            Failures++;
        }

        ledger.Note(task.Number, task.Kind, acknowledgement);
    }

    private static bool IsFault(Exception exception) =>
        exception is StoreUnavailableException or DbException or IOException or TimeoutException;
}
