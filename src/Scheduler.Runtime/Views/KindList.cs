using GeneratedScheduler.Scheduling;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Views;

/// <summary>The tasks of one kind in one state, read page by page as they are needed. Not for concurrent use.</summary>
/// <param name="kind">The kind.</param>
/// <param name="query">Which tasks, and where the list begins.</param>
/// <param name="failures">Takes the failure of the kind, whose list is over then.</param>
internal sealed class KindList(IViewedKind kind, TaskQuery query, KindFailures failures)
{
    private RowPage _page = new([], query.Cursor, null);
    private int _size = query.PageSize;
    private int _next;
    private bool _isOver;

    public string Kind => kind.Name;

    /// <summary>The next row; <see langword="null"/> at the end of the list.</summary>
    public async ValueTask<TaskRow?> PeekAsync()
    {
        while (_next == _page.Rows.Count && !_isOver)
        {
            string? from = _page.NextCursor;
            _page = await ReadAsync(from).ConfigureAwait(false);
            if (_page is { CursorBehind: null, Rows.Count: > 1 })
            {
                // Only the end of a page is a place to go on from.
                _size = 1;
                _page = await ReadAsync(from).ConfigureAwait(false);
            }

            _isOver = _page.NextCursor is null;
            _next = 0;
        }

        return _next < _page.Rows.Count ? _page.Rows[_next] : null;
    }

    /// <summary>Goes behind the row that was peeked at.</summary>
    public void Advance() => _next++;

    /// <summary>The place behind the last row that was passed; <see langword="null"/> if nothing follows and the container has no cursors for rows.</summary>
    public string? Place => _page.CursorBehind is { } behind && _next > 0 ? behind(_next - 1) : _page.NextCursor;

    private ValueTask<RowPage> ReadAsync(string? cursor)
    {
        TaskQuery page = query with { Cursor = cursor, PageSize = _size };
        return failures.TryAsync(kind, (asked, token) => asked.ListAsync(page, token), new RowPage([], null, null));
    }
}
