namespace GeneratedScheduler.Storage;

/// <summary>A task that was claimed from memory, and of which the durable container does not know yet that it runs.</summary>
/// <param name="Id">The task.</param>
/// <param name="ClaimToken">The token of the reservation.</param>
/// <param name="HasHandle">Whether the task kept the handle of an earlier run.</param>
internal readonly record struct BeginMark(TaskId Id, long ClaimToken, bool HasHandle);

/// <summary>
/// The begins that are still to be written. A mark ripens in one to two ticks; that of a task which ends before is taken out, and
/// the task is written once. Safe for concurrent use.
/// </summary>
internal sealed class BeginMarks
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TaskId, BeginMark> _young = [];
    private readonly Dictionary<TaskId, BeginMark> _ripe = [];

    internal bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _young.Count == 0 && _ripe.Count == 0;
            }
        }
    }

    /// <summary>Adds the mark of a claim. Answers whether it is the only one, so that ticks are needed again.</summary>
    internal bool Add(BeginMark mark)
    {
        lock (_lock)
        {
            _ripe.Remove(mark.Id);
            _young[mark.Id] = mark;
            return _young.Count == 1 && _ripe.Count == 0;
        }
    }

    /// <summary>Takes out the mark of a claim that makes a move.</summary>
    internal bool TryRemove(TaskId id, long claimToken, out BeginMark mark)
    {
        lock (_lock)
        {
            return TryRemove(_young, id, claimToken, out mark) || TryRemove(_ripe, id, claimToken, out mark);
        }
    }

    /// <summary>Takes marks that have been here for a tick or longer; with <paramref name="all"/> also the young ones.</summary>
    internal List<BeginMark>? Take(int most, bool all)
    {
        lock (_lock)
        {
            if (_ripe.Count == 0 && (!all || _young.Count == 0))
            {
                return null;
            }

            List<BeginMark> taken = [];
            Take(_ripe, most, taken);
            if (all)
            {
                Take(_young, most, taken);
            }

            return taken;
        }
    }

    /// <summary>One tick: what is young ripens. Answers whether anything is left to tick for.</summary>
    internal bool Tick()
    {
        lock (_lock)
        {
            foreach ((TaskId id, BeginMark mark) in _young)
            {
                _ripe[id] = mark;
            }

            _young.Clear();
            return _ripe.Count > 0;
        }
    }

    /// <summary>Puts marks back whose writing failed, to be written with the next ones.</summary>
    internal void PutBack(IEnumerable<BeginMark> marks)
    {
        lock (_lock)
        {
            foreach (BeginMark mark in marks)
            {
                if (!_young.ContainsKey(mark.Id))
                {
                    _ripe.TryAdd(mark.Id, mark);
                }
            }
        }
    }

    private static bool TryRemove(Dictionary<TaskId, BeginMark> marks, TaskId id, long claimToken, out BeginMark mark) =>
        marks.TryGetValue(id, out mark) && mark.ClaimToken == claimToken && marks.Remove(id);

    private static void Take(Dictionary<TaskId, BeginMark> marks, int most, List<BeginMark> taken)
    {
        if (taken.Count + marks.Count <= most)
        {
            taken.AddRange(marks.Values);
            marks.Clear();
            return;
        }

        List<BeginMark> part = [.. marks.Values.Take(most - taken.Count)];
        part.ForEach(mark => marks.Remove(mark.Id));
        taken.AddRange(part);
    }
}
