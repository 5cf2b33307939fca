namespace GeneratedScheduler.Storage;

/// <summary>The conditions of a query, as they are compared with tasks in memory.</summary>
internal readonly struct NodeFilter(in TaskFilter filter)
{
    private readonly long _finishedFrom = filter.FinishedFrom?.UtcTicks ?? long.MinValue;
    private readonly long _finishedBefore = filter.FinishedBefore?.UtcTicks ?? long.MaxValue;
    private readonly long _createdFrom = filter.CreatedFrom?.UtcTicks ?? long.MinValue;
    private readonly long _createdBefore = filter.CreatedBefore?.UtcTicks ?? long.MaxValue;
    private readonly TaskFailureReason? _reason = filter.FailureReason;
    private readonly string? _text = filter.FailureText;
    private readonly string? _key = filter.UniqueKey;
    private readonly int? _priority = filter.Priority;
    private readonly ClaimantId? _claimant = filter.Claimant;

    // Of an unfinished task this is the end of its lease; but then no query has these bounds.
    internal bool Accepts(TaskNode node) =>
        node.LeaseUntilOrFinishedAt >= _finishedFrom && node.LeaseUntilOrFinishedAt < _finishedBefore
        && node.CreatedAt >= _createdFrom && node.CreatedAt < _createdBefore
        && (_reason is null || node.Details?.Failure?.Reason == _reason)
        && (_text is null || (node.Details?.Failure is { } failure && (Has(failure.Message) || Has(failure.ErrorType))))
        && (_key is null || string.Equals(node.Options.UniqueKey, _key, StringComparison.Ordinal))
        && (_priority is null || node.Options.Priority == _priority)
        && (_claimant is null || (node.Place as Claimant)?.Id == _claimant);

    private bool Has(string? text) => text?.Contains(_text!, StringComparison.Ordinal) == true;
}
