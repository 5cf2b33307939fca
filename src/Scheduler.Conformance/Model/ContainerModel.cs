using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>
/// The container contract in its plainest form: a dictionary, searched from end to end, one caller at a time. Slow and
/// obviously right. The rules that are easy to get wrong are virtual, so that tests can break one at a time.
/// </summary>
internal partial class ContainerModel<TTask, TResult>
{
    private readonly Dictionary<TaskId, ModelTask<TTask, TResult>> _tasks = [];
    private long _sequence;

    public DateTimeOffset Now { get; set; }

    public bool KnowsPriorities { get; init; } = true;

    public long LatestToken { get; protected set; }

    public IReadOnlyCollection<ModelTask<TTask, TResult>> Tasks => _tasks.Values;

    public ModelTask<TTask, TResult>? Find(TaskId id) => _tasks.GetValueOrDefault(id);

    public int InState(TaskState state) => _tasks.Values.Count(t => t.State == state);

    public TaskCounts Count() => new()
    {
        Unstarted = InState(TaskState.Unstarted),
        Waiting = InState(TaskState.Waiting),
        Running = InState(TaskState.Running),
        Exporting = InState(TaskState.Exporting),
        Succeeded = InState(TaskState.Succeeded),
        Failed = InState(TaskState.Failed),
        Stopped = InState(TaskState.Stopped),
    };

    /// <summary>What stands against adding these tasks; empty if nothing does.</summary>
    public virtual List<TaskConflict> FindConflicts(IReadOnlyList<NewTask<TTask>> tasks)
    {
        List<TaskConflict> conflicts = [];
        Dictionary<string, TaskId> keysOfBatch = [];
        foreach (NewTask<TTask> task in tasks)
        {
            if (Find(task.Id) is not null)
            {
                conflicts.Add(new TaskConflict(task.Id, task.Id, null));
            }
            else if (task.Options.UniqueKey is { } key)
            {
                TaskId? holder = FindHolder(key)?.Id ?? (keysOfBatch.TryGetValue(key, out TaskId first) ? first : null);
                if (holder is { } other)
                {
                    conflicts.Add(new TaskConflict(task.Id, other, key));
                }

                keysOfBatch.TryAdd(key, task.Id);
            }
        }

        return conflicts;
    }

    public virtual void Add(NewTask<TTask> task)
    {
        DateTimeOffset notBefore = task.Options.NotBefore?.ToUniversalTime() ?? Later(task.Options.Delay);
        _tasks.Add(task.Id, new ModelTask<TTask, TResult>
        {
            Id = task.Id,
            Payload = task.Payload,
            Options = task.Options,
            Sequence = ++_sequence,
            State = task.Start ? TaskState.Waiting : TaskState.Unstarted,
            CreatedAt = Now,
            NotBefore = notBefore < Now ? Now : notBefore,
        });
    }

    /// <summary>All tasks that may be claimed, best first.</summary>
    public virtual List<ModelTask<TTask, TResult>> Due() =>
    [
        .. _tasks.Values.Where(IsDue)
            .OrderByDescending(t => KnowsPriorities ? t.Options.Priority : 0)
            .ThenBy(t => t.Sequence),
    ];

    /// <summary>When the next delayed task is due, if one waits.</summary>
    public DateTimeOffset? NextDue() => _tasks.Values
        .Where(task => task.State == TaskState.Waiting && task.NotBefore > Now)
        .Select(task => (DateTimeOffset?)task.NotBefore).Min();

    /// <summary>How many tasks may be claimed at most under the limit of the whole container.</summary>
    public virtual int Allowance(int most, int clusterConcurrency) => clusterConcurrency == 0
        ? most
        : Math.Clamp(clusterConcurrency - InState(TaskState.Running) - InState(TaskState.Exporting), 0, most);

    public virtual ClaimedTask<TTask> Claim(ModelTask<TTask, TResult> task, ClaimantId claimant, TimeSpan lease, long token)
    {
        task.ClaimToken = LatestToken = token;
        task.Owner = claimant;
        task.LeaseUntil = Now + lease;
        task.State = TaskState.Running;
        if (task.Handle is null)
        {
            task.Attempt++;
            task.StartedAt = Now;
        }

        return Show(task);
    }

    /// <summary>The task as whoever gets it sees it.</summary>
    protected ClaimedTask<TTask> Show(ModelTask<TTask, TResult> task)
    {
        return new ClaimedTask<TTask>(task.Id, task.Payload, task.Options, task.ClaimToken, task.Attempt)
        {
            Handle = task.Handle,
            WorkAge = task is { Handle: not null, StartedAt: { } began } && Now > began ? Now - began : TimeSpan.Zero,
            StopRequested = task.StopRequested,
        };
    }

    protected virtual bool IsDue(ModelTask<TTask, TResult> task) =>
        task.State == TaskState.Waiting && task.NotBefore <= Now;

    protected virtual bool HoldsKey(ModelTask<TTask, TResult> task) => !TaskStateMachine.IsFinished(task.State);

    protected ModelTask<TTask, TResult>? FindHolder(string key) =>
        _tasks.Values.FirstOrDefault(t => HoldsKey(t) && string.Equals(t.Options.UniqueKey, key, StringComparison.Ordinal));

    protected DateTimeOffset Later(TimeSpan delay) => delay < DateTimeOffset.MaxValue - Now ? Now + delay : DateTimeOffset.MaxValue;

    protected void Remove(ModelTask<TTask, TResult> task) => _tasks.Remove(task.Id);
}
