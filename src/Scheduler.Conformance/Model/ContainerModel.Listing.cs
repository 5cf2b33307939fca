using System.Globalization;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

internal partial class ContainerModel<TTask, TResult>
{
    /// <summary>One page of the tasks in one state, in the order in which they came into it, or against it.</summary>
    public virtual TaskPage<TTask, TResult> List(TaskQuery query)
    {
        TaskQuery.ThrowIfInvalid(query);
        (DateTimeOffset, long)? from = ParseCursor(query);
        ModelTask<TTask, TResult>[] rest =
        [
            .. InOrder(query).Where(task => from is null || Order(PlaceOf(task), from.Value, query) > 0)
                .Where(task => Matches(task, query)).Take(query.PageSize + 1),
        ];
        string? next = rest.Length <= query.PageSize ? null : CursorBehind(rest[query.PageSize - 1], query);
        return new TaskPage<TTask, TResult>([.. rest.Take(query.PageSize).Select(task => task.ToRecord())], next);
    }

    protected virtual bool Matches(ModelTask<TTask, TResult> task, TaskQuery query) =>
        (query.Filter.FinishedFrom is null || task.FinishedAt >= query.Filter.FinishedFrom)
        && (query.Filter.FinishedBefore is null || task.FinishedAt < query.Filter.FinishedBefore)
        && (query.Filter.CreatedFrom is null || task.CreatedAt >= query.Filter.CreatedFrom)
        && (query.Filter.CreatedBefore is null || task.CreatedAt < query.Filter.CreatedBefore)
        && (query.Filter.FailureReason is null || task.Failure?.Reason == query.Filter.FailureReason)
        && (query.Filter.UniqueKey is null || string.Equals(task.Options.UniqueKey, query.Filter.UniqueKey, StringComparison.Ordinal))
        && (query.Filter.Priority is null || task.Options.Priority == query.Filter.Priority)
        && (query.Filter.Claimant is null || (TaskStateMachine.IsClaimed(task.State) && task.Owner == query.Filter.Claimant))
        && (query.Filter.FailureText is not { } text || Has(task.Failure?.Message, text) || Has(task.Failure?.ErrorType, text));

    /// <summary>For how long a waiting task has been due: the longest such time.</summary>
    public virtual TimeSpan? LongestWait()
    {
        TimeSpan[] waits = [.. Due().Select(task => Now - task.NotBefore)];
        return waits.Length == 0 ? null : waits.Max();
    }

    private static bool Has(string? text, string part) => text?.Contains(part, StringComparison.Ordinal) == true;

    protected virtual (DateTimeOffset Moment, long Sequence)? ParseCursor(TaskQuery query)
    {
        if (query.Cursor is null)
        {
            return null;
        }

        string[] parts = query.Cursor.Split('.');
        return parts.Length == 3
            && parts[0] == ListName(query)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && ticks <= DateTimeOffset.MaxValue.Ticks
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), sequence)
            : throw new ArgumentException(
                $"'{query.Cursor}' is not a cursor of a list of {query.State} tasks{(query.NewestFirst ? ", newest first" : "")}; "
                + "take NextCursor of the page before, or null for the first page.",
                nameof(query));
    }

    private static (DateTimeOffset Moment, long Sequence) PlaceOf(ModelTask<TTask, TResult> task) =>
        (task.FinishedAt ?? task.StartedAt ?? task.CreatedAt, task.Sequence);

    private static int Order((DateTimeOffset, long) one, (DateTimeOffset, long) other, TaskQuery query) =>
        query.NewestFirst ? other.CompareTo(one) : one.CompareTo(other);

    private static string ListName(TaskQuery query) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)query.State}{(query.NewestFirst ? "r" : "")}");

    private static string CursorBehind(ModelTask<TTask, TResult> task, TaskQuery query)
    {
        (DateTimeOffset moment, long sequence) = PlaceOf(task);
        return string.Create(CultureInfo.InvariantCulture, $"{ListName(query)}.{moment.UtcTicks}.{sequence}");
    }

    private IEnumerable<ModelTask<TTask, TResult>> InOrder(TaskQuery query) => Tasks
        .Where(task => task.State == query.State)
        .Order(Comparer<ModelTask<TTask, TResult>>.Create((one, other) => Order(PlaceOf(one), PlaceOf(other), query)));
}
