namespace GeneratedScheduler.Conformance.Tests.Broken;

/// <summary>Containers that list the wrong tasks, or the right ones in the wrong order or twice.</summary>
internal static class ListingMutants
{
    private const string Range = "Listing: a range of ends has its first moment and not its last";
    private const string Reversed = "Listing: the newest first is the same list from its end";
    private const string Together = "Listing: all conditions are met at once, page by page";

    public static IReadOnlyList<Mutant> All { get; } =
    [
        Asks("lists the oldest first, whatever is asked", Reversed, q => q with { NewestFirst = false }),
        new("turns each page around instead of the list", Reversed, (s, c) => new TurnsPages(s, c)),
        new("numbers its pages", "Listing: tasks that come between two pages are on no later page of the newest first", (s, c) => new NumbersPages(s, c)),
        new("looks for tasks on the page only", Together, (s, c) => new FiltersPages(s, c)),
        Asks("forgets the conditions behind a cursor", Together, q => q.Cursor is null ? q : new TaskQuery(q.State, q.PageSize, q.Cursor) { NewestFirst = q.NewestFirst }),
        Asks("finds a task with a key behind every place", "Listing: the only unfinished task with a key is found, and has a place in the list", q => q.Filter.UniqueKey is null ? q : q with { Cursor = null }),
        Mutant.Of("takes the cursor of any list", "Listing: a cursor of another state or direction is refused", () => new AnyCursor()),
        Finds("has the last moment in a range of ends", Range, (t, q) => q.Filter.FinishedBefore is null || t.FinishedAt <= q.Filter.FinishedBefore, q => q with { Filter = q.Filter with { FinishedBefore = null } }),
        Finds("leaves the first moment of a range of ends out", Range, (t, q) => q.Filter.FinishedFrom is null || t.FinishedAt > q.Filter.FinishedFrom, q => q with { Filter = q.Filter with { FinishedFrom = null } }),
        Asks("cuts moments off to whole microseconds", Range, q => q with { Filter = q.Filter with { FinishedFrom = CutOff(q.Filter.FinishedFrom), FinishedBefore = CutOff(q.Filter.FinishedBefore) } }),
        Asks("passes over ends of unfinished tasks", "Listing: a range of ends is for finished tasks only", q => TaskStateMachine.IsFinished(q.State) ? q : q with { Filter = q.Filter with { FinishedFrom = null, FinishedBefore = null } }),
        Finds("has the last moment in a range of additions", "Listing: a range of additions has its first moment and not its last", (t, q) => q.Filter.CreatedBefore is null || t.CreatedAt <= q.Filter.CreatedBefore, q => q with { Filter = q.Filter with { CreatedBefore = null } }),
        Finds("knows the reasons of failed tasks only", "Listing: failures are found by their reason", (t, _) => t.State == TaskState.Failed || t.Failure is null, q => q),
        Finds("compares keys without case in lists", "Listing: keys are found by ordinal, whatever is in them", (t, q) => q.Filter.UniqueKey is null || string.Equals(t.Options.UniqueKey, q.Filter.UniqueKey, StringComparison.OrdinalIgnoreCase), q => q with { Filter = q.Filter with { UniqueKey = null } }),
        Finds("forgets the keys of finished tasks", "Listing: finished tasks of one key are found", (t, q) => q.Filter.UniqueKey is null || !TaskStateMachine.IsFinished(t.State), q => q),
        Finds("shows what another one runs", "Listing: tasks that one claimant runs are found", (_, _) => true, q => q with { Filter = q.Filter with { Claimant = null } }),
        Finds("looks for texts without case", "Listing: texts are found in failures by ordinal, whatever is in them", (t, q) => q.Filter.FailureText is not { } text || t.Failure?.ToString().Contains(text, StringComparison.OrdinalIgnoreCase) == true, q => q with { Filter = q.Filter with { FailureText = null } }),
        Mutant.Of("counts the time before a task is due", "Listing: the longest wait is that of a due task that is not claimed", () => new WaitsFromTheBeginning()),
        Finds("finds higher priorities, too", "Listing: tasks of one priority are found, in the order of the list", (t, q) => q.Filter.Priority is null || t.Options.Priority >= q.Filter.Priority, q => q with { Filter = q.Filter with { Priority = null } }),
    ];

    private static Mutant Asks(string name, string caughtBy, Func<TaskQuery, TaskQuery> ask) =>
        new(name, caughtBy, (setup, clock) => new Tweaked(setup, clock) { OnQuery = ask });

    private static Mutant Finds(string name, string caughtBy, Func<ModelTask, TaskQuery, bool> condition, Func<TaskQuery, TaskQuery> others) =>
        Mutant.Of(name, caughtBy, () => new OtherCondition(condition, others));

    private static DateTimeOffset? CutOff(DateTimeOffset? moment) => moment?.AddTicks(-(moment.Value.Ticks % TimeSpan.TicksPerMicrosecond));

    private sealed class OtherCondition(Func<ModelTask, TaskQuery, bool> condition, Func<TaskQuery, TaskQuery> others) : ContainerModel
    {
        protected override bool Matches(ModelTask task, TaskQuery query) => condition(task, query) && base.Matches(task, others(query));
    }

    private sealed class WaitsFromTheBeginning : ContainerModel
    {
        public override TimeSpan? LongestWait() => Due().Count == 0 ? null : Due().Max(task => Now - task.CreatedAt);
    }

    private sealed class AnyCursor : ContainerModel
    {
        protected override (DateTimeOffset Moment, long Sequence)? ParseCursor(TaskQuery query)
        {
            // Takes the place from a cursor without a look at the list that it names.
            string[]? parts = query.Cursor?.Split('.', 2);
            return base.ParseCursor(parts is [_, var place] ? query with { Cursor = $"{(int)query.State}{(query.NewestFirst ? "r" : "")}.{place}" } : query);
        }
    }

    private sealed class TurnsPages(ContainerSetup setup, TimeProvider clock) : ReferenceContainer(new ContainerModel(), setup, clock)
    {
        public override async ValueTask<TaskPage<ProbeTask, ProbeResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken)
        {
            TaskPage<ProbeTask, ProbeResult> page = await base.ListAsync(query with { NewestFirst = false }, cancellationToken);
            return query.NewestFirst ? new([.. page.Tasks.Reverse()], page.NextCursor) : page;
        }
    }

    private sealed class NumbersPages(ContainerSetup setup, TimeProvider clock) : ReferenceContainer(new ContainerModel(), setup, clock)
    {
        public override async ValueTask<TaskPage<ProbeTask, ProbeResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken)
        {
            int number = query.Cursor is null ? 0 : int.Parse(query.Cursor, System.Globalization.CultureInfo.InvariantCulture);
            TaskPage<ProbeTask, ProbeResult> all = await base.ListAsync(query with { PageSize = 1_000, Cursor = null }, cancellationToken);
            ProbeRecord[] rest = [.. all.Tasks.Skip(number * query.PageSize)];
            string? next = rest.Length > query.PageSize ? (number + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
            return new TaskPage<ProbeTask, ProbeResult>([.. rest.Take(query.PageSize)], next);
        }
    }

    private sealed class FiltersPages(ContainerSetup setup, TimeProvider clock) : ReferenceContainer(new ContainerModel(), setup, clock)
    {
        public override async ValueTask<TaskPage<ProbeTask, ProbeResult>> ListAsync(TaskQuery query, CancellationToken cancellationToken)
        {
            TaskQuery all = new(query.State, query.PageSize, query.Cursor) { NewestFirst = query.NewestFirst };
            TaskPage<ProbeTask, ProbeResult> page = await base.ListAsync(all, cancellationToken);
            TaskPage<ProbeTask, ProbeResult> wanted = await base.ListAsync(query with { PageSize = 1_000, Cursor = null }, cancellationToken);
            return new TaskPage<ProbeTask, ProbeResult>([.. page.Tasks.Where(task => wanted.Tasks.Any(w => w.Id == task.Id))], page.NextCursor);
        }
    }
}
