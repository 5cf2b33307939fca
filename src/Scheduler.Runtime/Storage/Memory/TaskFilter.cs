namespace GeneratedScheduler.Storage;

/// <summary>The conditions of a query, as they are compared with tasks in memory.</summary>
internal readonly struct TaskFilter(in TaskQuery query)
{
    private readonly long _finishedFrom = query.FinishedFrom?.UtcTicks ?? long.MinValue;
    private readonly long _finishedBefore = query.FinishedBefore?.UtcTicks ?? long.MaxValue;
    private readonly long _createdFrom = query.CreatedFrom?.UtcTicks ?? long.MinValue;
    private readonly long _createdBefore = query.CreatedBefore?.UtcTicks ?? long.MaxValue;
    private readonly TaskFailureReason? _reason = query.FailureReason;
    private readonly string? _key = query.UniqueKey;
    private readonly int? _priority = query.Priority;

    // Of an unfinished task this is the end of its lease; but then no query has these bounds.
    internal bool Accepts(TaskNode node) =>
        node.LeaseUntilOrFinishedAt >= _finishedFrom && node.LeaseUntilOrFinishedAt < _finishedBefore
        && node.CreatedAt >= _createdFrom && node.CreatedAt < _createdBefore
        && (_reason is null || node.Details?.Failure?.Reason == _reason)
        && (_key is null || string.Equals(node.Options.UniqueKey, _key, StringComparison.Ordinal))
        && (_priority is null || node.Options.Priority == _priority);
}
