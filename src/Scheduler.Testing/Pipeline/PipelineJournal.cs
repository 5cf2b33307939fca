using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Testing;

/// <summary>Notes the attempts and the progress of the one task of a pipeline.</summary>
internal sealed class PipelineJournal<TTask, TResult>(TimeProvider clock) : ITaskWatcher<TTask, TResult>
{
    private readonly Lock _lock = new();
    private readonly List<PipelineAttempt> _attempts = [];
    private readonly List<TaskProgress> _progress = [];
    private (int Number, DateTimeOffset StartedAt) _present;

    /// <summary>Whether the run reports its progress itself; otherwise it is taken from what its scheduler writes.</summary>
    public bool RunsReport { get; set; }

    public IReadOnlyList<PipelineAttempt> Attempts
    {
        get
        {
            lock (_lock)
            {
                return [.. _attempts];
            }
        }
    }

    public IReadOnlyList<TaskProgress> Progress
    {
        get
        {
            lock (_lock)
            {
                return [.. _progress];
            }
        }
    }

    public void Reported(TaskProgress progress)
    {
        lock (_lock)
        {
            _progress.Add(progress);
        }
    }

    public void Claimed(ReadOnlySpan<ClaimedTask<TTask>> tasks)
    {
        lock (_lock)
        {
            _present = (tasks[^1].Attempt, clock.GetUtcNow());
        }
    }

    public void Moved(ReadOnlySpan<TaskTransition<TResult>> moves, ReadOnlySpan<bool> accepted)
    {
        lock (_lock)
        {
            for (int i = 0; i < moves.Length; i++)
            {
                if (accepted[i])
                {
                    Note(moves[i]);
                }
            }
        }
    }

    private void Note(in TaskTransition<TResult> move)
    {
        if (move.Event == TaskEvent.Report)
        {
            if (!RunsReport && move.Progress is { } progress)
            {
                _progress.Add(progress);
            }
        }
        else if (move.Event != TaskEvent.Export)
        {
            _attempts.Add(new PipelineAttempt
            {
                Number = _present.Number,
                StartedAt = _present.StartedAt,
                End = move.Event,
                Failure = move.Failure,
                Delay = move.Event is TaskEvent.Retry or TaskEvent.Defer ? move.Delay : null,
            });
        }
    }
}
