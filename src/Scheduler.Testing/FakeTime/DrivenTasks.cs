using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Testing;

/// <summary>Finds out what the tasks of one container are doing.</summary>
internal sealed class DrivenTasks<TTask, TResult>(string name, ITaskContainer<TTask, TResult> container, TimeProvider clock, Action changed)
    : IDrivenTasks, ITaskWatcher<TTask, TResult>
{
    private const int PageSize = 1_000;

    private readonly Lock _lock = new();
    private readonly HashSet<TaskId> _elsewhere = [];
    private int _calls;

    public string Name => name;

    public async ValueTask<TaskSituation> LookAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCounts before = await container.CountAsync(cancellationToken).ConfigureAwait(false);
            long running = before.Running + before.Exporting - Elsewhere();
            if (running > 0 || before.Waiting == 0)
            {
                return new TaskSituation(Math.Max(running, 0), 0, null) { IsChanging = Volatile.Read(ref _calls) > 0 };
            }

            // Two looks at a container are not one: a task that is claimed in between would be seen nowhere.
            (long seen, TaskSituation situation) = await ListAsync(cancellationToken).ConfigureAwait(false);
            TaskCounts after = await container.CountAsync(cancellationToken).ConfigureAwait(false);
            if (before.Equals(after) && seen == before.Waiting)
            {
                return situation with { IsChanging = Volatile.Read(ref _calls) > 0 };
            }
        }
    }

    public void Moved(ReadOnlySpan<TaskTransition<TResult>> moves, ReadOnlySpan<bool> accepted)
    {
        lock (_lock)
        {
            for (int i = 0; i < moves.Length; i++)
            {
                if (!accepted[i])
                {
                    continue;
                }

                if (moves[i].Event != TaskEvent.Report)
                {
                    _elsewhere.Remove(moves[i].Id);
                }
                else if (moves[i].Handle is not null)
                {
                    _elsewhere.Add(moves[i].Id);
                }
            }
        }
    }

    public void Entered() => Interlocked.Increment(ref _calls);

    public void Left()
    {
        Interlocked.Decrement(ref _calls);
        changed();
    }

    private async ValueTask<(long Seen, TaskSituation Situation)> ListAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        long seen = 0;
        int due = 0;
        DateTimeOffset? next = null;
        TaskQuery query = new(TaskState.Waiting, PageSize);
        do
        {
            TaskPage<TTask, TResult> page = await container.ListAsync(query, cancellationToken).ConfigureAwait(false);
            seen += page.Tasks.Count;
            foreach (TaskRecord<TTask, TResult> task in page.Tasks)
            {
                if (task.NotBefore <= now)
                {
                    due++;
                }
                else if (next is null || task.NotBefore < next)
                {
                    next = task.NotBefore;
                }
            }

            query = query with { Cursor = page.NextCursor };
        }
        while (query.Cursor is not null);
        return (seen, new TaskSituation(0, due, next));
    }

    private int Elsewhere()
    {
        lock (_lock)
        {
            return _elsewhere.Count;
        }
    }
}
