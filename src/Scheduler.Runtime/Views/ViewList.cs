using GeneratedScheduler.Scheduling;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Views;

/// <summary>Reads one page of a search: state after state, and within a state kind after kind, or all kinds by the ends of their tasks. Not for concurrent use.</summary>
internal sealed class ViewList
{
    // So many are read of each of many kinds at once, of which few may be on the page.
    private const int LeastRead = 10;

    private readonly SearchPlan _plan;
    private readonly KindFailures _failures;
    private readonly List<TaskRow> _rows = [];
    private string? _behindLast;
    private bool _hasMore;

    public ViewList(SearchPlan plan, KindFailures failures) => (_plan, _failures) = (plan, failures);

    /// <param name="cursor">Where the page before ended; <see langword="null"/> for the first page.</param>
    /// <returns>The rows, and where the next page begins.</returns>
    /// <exception cref="ArgumentException">The cursor belongs to another search.</exception>
    public async ValueTask<(IReadOnlyList<TaskRow> Rows, string? NextCursor)> ReadAsync(string? cursor)
    {
        ViewCursor? place = cursor is null ? null : Checked(ViewCursor.Parse(cursor), cursor);
        foreach (TaskState state in _plan.States.SkipWhile(state => place is not null && state != place.State))
        {
            ValueTask read = TaskStateMachine.IsFinished(state) ? ReadByEndAsync(state, place) : ReadKindsAsync(state, place);
            await read.ConfigureAwait(false);
            place = null;
            if (_hasMore)
            {
                break;
            }
        }

        return (_rows, _hasMore ? _behindLast : null);
    }

    private ViewCursor Checked(ViewCursor place, string text) =>
        place.Search == _plan.Fingerprint
        && _plan.States.Contains(place.State)
        && place.Kinds.Keys.All(name => _plan.Kinds.Any(kind => kind.Name == name))
        && (TaskStateMachine.IsFinished(place.State) ? place.Moment is not null : place.Kinds.Count == 1)
            ? place
            : throw ViewCursor.Refused(text);

    private async ValueTask ReadKindsAsync(TaskState state, ViewCursor? place)
    {
        (string? first, string? cursor) = place?.Kinds.Single() is { } at ? (at.Key, at.Value) : (null, null);
        foreach (IViewedKind kind in _plan.Kinds.SkipWhile(kind => first is not null && kind.Name != first))
        {
            bool isFirst = kind.Name == first;
            if ((isFirst && cursor is null) || !_failures.Serves(kind, _plan.Filter))
            {
                continue;
            }

            DateTimeOffset? bound = !_plan.IsBounded(state) ? null
                : isFirst ? place!.Moment
                : await _failures.TryAsync(kind, static async (asked, token) => (DateTimeOffset?)await asked.GetUtcNowAsync(token).ConfigureAwait(false), null).ConfigureAwait(false);
            KindList list = new(kind, Bounded(Query(state, _plan.PageSize) with { Cursor = isFirst ? cursor : null }, bound), _failures);
            while (!_hasMore && (bound is not null || !_plan.IsBounded(state)) && await list.PeekAsync().ConfigureAwait(false) is { } row)
            {
                if (_plan.Command == TaskCommand.Stop && row.Record.StopRequested)
                {
                    // By an earlier step, before its lease was renewed, or by somebody else.
                    list.Advance();
                    continue;
                }

                Add(row, list, () => new ViewCursor(_plan.Fingerprint, state, bound, new Dictionary<string, string?> { [kind.Name] = list.Place }));
            }

            if (_hasMore)
            {
                return;
            }
        }
    }

    // Tasks that were added at that moment count as added before.
    private static TaskQuery Bounded(in TaskQuery query, DateTimeOffset? bound)
    {
        if (bound is not { } moment)
        {
            return query;
        }

        DateTimeOffset before = moment < DateTimeOffset.MaxValue ? moment.AddTicks(1) : moment;
        return query.Filter.CreatedBefore <= before ? query : query with { Filter = query.Filter with { CreatedBefore = before } };
    }

    private async ValueTask ReadByEndAsync(TaskState state, ViewCursor? place)
    {
        bool newestFirst = _plan.NewestFirst(state);
        List<KindList> lists = [.. _plan.Kinds.Where(kind => !IsOver(kind, place) && _failures.Serves(kind, _plan.Filter)).Select(kind => new KindList(kind, QueryByEnd(state, kind, place), _failures))];
        DateTimeOffset? moment = place?.Moment;
        Dictionary<string, string?> atMoment = new(place?.Kinds ?? new Dictionary<string, string?>(), StringComparer.Ordinal);
        while (!_hasMore)
        {
            (KindList List, TaskRow Row, DateTimeOffset FinishedAt)? best = null;
            foreach (KindList list in lists)
            {
                if (await list.PeekAsync().ConfigureAwait(false) is { Record.FinishedAt: { } end } row
                    && (best is not { } other || (newestFirst ? end > other.FinishedAt : end < other.FinishedAt)))
                {
                    best = (list, row, end);
                }
            }

            if (best is not { } next)
            {
                return;
            }

            Add(next.Row, next.List, () =>
            {
                if (moment != next.FinishedAt)
                {
                    moment = next.FinishedAt;
                    atMoment.Clear();
                }

                atMoment[next.List.Kind] = next.List.Place;
                return new ViewCursor(_plan.Fingerprint, state, moment, atMoment);
            });
        }
    }

    /// <summary>Takes a row onto the page; the one that does not fit shows that there are more.</summary>
    private void Add(TaskRow row, KindList list, Func<ViewCursor> place)
    {
        if (_rows.Count == _plan.PageSize)
        {
            _hasMore = true;
            return;
        }

        _rows.Add(row);
        list.Advance();
        ViewCursor behind = place();
        if (_rows.Count == _plan.PageSize)
        {
            _behindLast = behind.ToString();
        }
    }

    private static bool IsOver(IViewedKind kind, ViewCursor? place) => place is not null && place.Kinds.TryGetValue(kind.Name, out string? cursor) && cursor is null;

    private TaskQuery Query(TaskState state, int pageSize) => new(state, pageSize) { NewestFirst = _plan.NewestFirst(state), Filter = _plan.Filter };

    private TaskQuery QueryByEnd(TaskState state, IViewedKind kind, ViewCursor? place)
    {
        TaskQuery query = Query(state, Math.Min(_plan.PageSize, Math.Max(LeastRead, 2 * _plan.PageSize / _plan.Kinds.Count)));
        if (place is not { Moment: { } moment })
        {
            return query;
        }

        if (place.Kinds.TryGetValue(kind.Name, out string? cursor))
        {
            return query with { Cursor = cursor };
        }

        // A kind whose tasks with this end are not on the page yet goes on with them.
        TaskFilter filter = query.Filter;
        DateTimeOffset after = moment < DateTimeOffset.MaxValue ? moment.AddTicks(1) : moment;
        return query with
        {
            Filter = query.NewestFirst
                ? filter with { FinishedBefore = filter.FinishedBefore is { } before && before < after ? before : after }
                : filter with { FinishedFrom = filter.FinishedFrom is { } from && from > moment ? from : moment },
        };
    }
}
