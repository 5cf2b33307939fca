using GeneratedScheduler.Scheduling;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Views;

/// <summary>The tasks of several schedulers.</summary>
internal sealed class TaskView : ITaskView
{
    private readonly IReadOnlyList<IViewedKind> _kinds;

    /// <exception cref="ArgumentException">Two of the schedulers have one name, or one is a substitute.</exception>
    public TaskView(IEnumerable<IScheduler> schedulers)
    {
        ArgumentNullException.ThrowIfNull(schedulers);
        List<IViewedKind> kinds = [];
        foreach (IScheduler scheduler in schedulers)
        {
            IViewedKind kind = scheduler.Viewed ?? throw new ArgumentException($"{scheduler.GetType().Name} is a substitute without tasks; leave it out.", nameof(schedulers));
            if (kinds.Exists(known => known.Name == kind.Name))
            {
                throw new ArgumentException($"Two of the schedulers have the name '{kind.Name}'; make a view for each of them.", nameof(schedulers));
            }

            kinds.Add(kind);
        }

        _kinds = kinds;
        Kinds = [.. kinds.Select(static kind => kind.Name)];
    }

    public IReadOnlyList<string> Kinds { get; }

    public async ValueTask<TaskRowPage> ListAsync(TaskSearch search, CancellationToken cancellationToken)
    {
        SearchPlan plan = new(search, _kinds, command: null);
        KindFailures failures = new(cancellationToken);
        (IReadOnlyList<TaskRow> rows, string? next) = await new ViewList(plan, failures).ReadAsync(search.Cursor).ConfigureAwait(false);
        return new TaskRowPage { Rows = rows, NextCursor = next, Failures = failures.All };
    }

    public ValueTask<TaskRow?> GetAsync(string kind, TaskId id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return SearchPlan.Find(_kinds, kind).GetAsync(id, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<TaskKindCounts>> CountAsync(CancellationToken cancellationToken)
    {
        KindFailures failures = new(cancellationToken);
        KindFailures ofWaits = new(cancellationToken);
        List<TaskKindCounts> all = [];
        foreach (IViewedKind kind in _kinds)
        {
            TaskCounts counts = await failures.TryAsync(kind, static (asked, token) => asked.CountAsync(token), default).ConfigureAwait(false);
            TimeSpan? longest = counts.Waiting == 0
                ? null
                : await ofWaits.TryAsync(kind, static (asked, token) => asked.GetLongestWaitAsync(token), null).ConfigureAwait(false);
            all.Add(new TaskKindCounts { Kind = kind.Name, Counts = counts, LongestWait = longest, Failure = failures.All.GetValueOrDefault(kind.Name) });
        }

        return all;
    }

    public async ValueTask<TaskMatches> CountAsync(TaskSearch search, TaskCommand? command, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        SearchPlan plan = new(search, _kinds, command);
        KindFailures failures = new(cancellationToken);
        long kept = 0;
        List<IViewedKind> walked = [];
        foreach (IViewedKind kind in plan.Kinds.Where(kind => failures.Serves(kind, plan.Filter)))
        {
            TaskCounts? counts = search.Filter.Conditions.Any()
                ? null
                : await failures.TryAsync(kind, static async (asked, token) => (TaskCounts?)await asked.CountAsync(token).ConfigureAwait(false), new TaskCounts()).ConfigureAwait(false);
            if (counts is { Forgotten: 0 } known)
            {
                kept += plan.States.Sum(state => Of(known, state));
            }
            else
            {
                // What is counted, but cannot be found any more, is not among the matches.
                walked.Add(kind);
            }
        }

        int found = 0;
        foreach ((IViewedKind kind, TaskState state) in walked.SelectMany(kind => plan.States.Select(state => (kind, state))))
        {
            KindList list = new(kind, new TaskQuery(state, TaskQuery.LargestPage) { Filter = plan.Filter }, failures);
            for (; await list.PeekAsync().ConfigureAwait(false) is not null; list.Advance(), found++)
            {
                if (found == limit)
                {
                    return new TaskMatches { Count = kept + found, HasMore = true, Failures = failures.All };
                }
            }
        }

        return new TaskMatches { Count = kept + found, Failures = failures.All };
    }

    public async ValueTask<TaskCommandStep> ExecuteAsync(TaskCommand command, TaskSearch search, CancellationToken cancellationToken)
    {
        SearchPlan plan = new(search, _kinds, command);
        KindFailures failures = new(cancellationToken);
        (IReadOnlyList<TaskRow> rows, string? next) = await new ViewList(plan, failures).ReadAsync(search.Cursor).ConfigureAwait(false);
        List<CommandResult> results = [];
        foreach (IGrouping<string, TaskRow> rowsOfKind in rows.GroupBy(static row => row.Kind, StringComparer.Ordinal))
        {
            TaskId[] ids = [.. rowsOfKind.Select(static row => row.Record.Id)];
            results.AddRange(await failures.TryAsync(
                SearchPlan.Find(_kinds, rowsOfKind.Key), (kind, token) => kind.ExecuteAsync(command, ids, token), []).ConfigureAwait(false));
        }

        return new TaskCommandStep
        {
            Done = results.Count(static result => result.Outcome == CommandOutcome.Done),
            Requested = results.Count(static result => result.Outcome == CommandOutcome.Requested),
            Refused = [.. results.Where(static result => result.Outcome is not (CommandOutcome.Done or CommandOutcome.Requested))],
            NextCursor = next,
            Failures = failures.All,
        };
    }

    public async ValueTask<TaskProcessList> ListProcessesAsync(CancellationToken cancellationToken)
    {
        KindFailures failures = new(cancellationToken);
        ProcessMerge merge = new();
        foreach (IGrouping<ITaskStore, IViewedKind> kinds in _kinds.GroupBy<IViewedKind, ITaskStore>(static kind => kind.Store, ReferenceEqualityComparer.Instance))
        {
            if (kinds.Key.Traits.HasFlag(StoreTraits.Announcing))
            {
                merge.AddRange(await ListAnnouncedAsync([.. kinds], failures).ConfigureAwait(false));
            }
            else
            {
                // Schedulers without a host share a store, and each of them is a process of its own to it.
                merge.AddRange(kinds.Select(static kind => kind.Presence).Distinct().Select(static presence => presence.Describe()).OfType<TaskProcess>());
            }
        }

        return new TaskProcessList { Processes = merge.ToList(), Failures = failures.All };
    }

    /// <summary>Asks a store through one of its kinds. One whose table is broken does not keep the others from asking.</summary>
    private static async ValueTask<IReadOnlyList<TaskProcess>> ListAnnouncedAsync(IReadOnlyList<IViewedKind> kinds, KindFailures failures)
    {
        foreach (IViewedKind kind in kinds)
        {
            bool isReady = await failures.TryAsync(
                kind,
                static async (asked, token) =>
                {
                    await asked.EnsureStoredAsync(token).ConfigureAwait(false);
                    return true;
                },
                false).ConfigureAwait(false);
            if (!isReady)
            {
                continue;
            }

            IReadOnlyList<TaskProcess>? processes =
                await failures.TryAsync<IReadOnlyList<TaskProcess>?>(kind, static (asked, token) => asked.Store.ListProcessesAsync(token)!, null).ConfigureAwait(false);
            if (processes is null)
            {
                failures.Share(kind, kinds);
            }
            else
            {
                failures.Forgive(kinds);
            }

            return processes ?? [];
        }

        return [];
    }

    private static long Of(in TaskCounts counts, TaskState state) => state switch
    {
        TaskState.Unstarted => counts.Unstarted,
        TaskState.Waiting => counts.Waiting,
        TaskState.Running => counts.Running,
        TaskState.Exporting => counts.Exporting,
        TaskState.Succeeded => counts.Succeeded,
        TaskState.Failed => counts.Failed,
        _ => counts.Stopped,
    };
}
