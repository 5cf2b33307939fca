namespace GeneratedScheduler.Storage;

/// <summary>Conditions on tasks that are listed, counted or changed together. A task passes if it meets every one that is set.</summary>
/// <remarks>
/// <para>
/// Conditions are <see langword="null"/> by default, which means none. Moments are compared with those of the records, which are of the container's clock, as
/// moments: their offset does not matter. A range begins with its first moment and ends before its last one; a range that ends before it begins has no
/// tasks. Texts are compared by ordinal.
/// </para>
/// <para>
/// A database walks an index in the order of the list. <see cref="FinishedFrom"/>, <see cref="FinishedBefore"/>, for waiting tasks
/// <see cref="Priority"/>, and for tasks that are not finished <see cref="UniqueKey"/> say where the walk begins and ends. Every other condition is
/// checked task by task on the way, so that a page of tasks that are rare in a long list may be a long walk; bounds make it short.
/// </para>
/// </remarks>
public readonly struct TaskFilter
{
    /// <summary>Only tasks that ended at this moment or later. For Succeeded, Failed and Stopped; other states have no end.</summary>
    public DateTimeOffset? FinishedFrom { get; init; }

    /// <summary>Only tasks that ended before this moment. For Succeeded, Failed and Stopped; other states have no end.</summary>
    public DateTimeOffset? FinishedBefore { get; init; }

    /// <summary>Only tasks that were added at this moment or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Only tasks that were added before this moment.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only tasks whose latest failure has this reason: why a task is Failed, or why the latest attempt of one failed that waits or runs again.</summary>
    /// <remarks>The reason that is stored. A row whose payload cannot be read is shown as <see cref="TaskFailureReason.Unreadable"/> whatever it says.</remarks>
    public TaskFailureReason? FailureReason { get; init; }

    /// <summary>Only tasks whose latest failure has this text in its <see cref="TaskFailure.Message"/> or its <see cref="TaskFailure.ErrorType"/>.</summary>
    public string? FailureText { get; init; }

    /// <summary>Only tasks with this <see cref="EnqueueOptions.UniqueKey"/>. At most one of them is unfinished.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>Only tasks of exactly this <see cref="EnqueueOptions.Priority"/>.</summary>
    public int? Priority { get; init; }

    /// <summary>Only tasks that this process runs now; Running and Exporting ones.</summary>
    public ClaimantId? Claimant { get; init; }

    /// <summary>The names of the conditions that are set.</summary>
    internal IEnumerable<string> Conditions
    {
        get
        {
            (string Name, bool IsSet)[] conditions =
            [
                (nameof(FinishedFrom), FinishedFrom is not null), (nameof(FinishedBefore), FinishedBefore is not null),
                (nameof(CreatedFrom), CreatedFrom is not null), (nameof(CreatedBefore), CreatedBefore is not null),
                (nameof(FailureReason), FailureReason is not null), (nameof(FailureText), FailureText is not null),
                (nameof(UniqueKey), UniqueKey is not null), (nameof(Priority), Priority is not null), (nameof(Claimant), Claimant is not null),
            ];
            return conditions.Where(static condition => condition.IsSet).Select(static condition => condition.Name);
        }
    }

    /// <summary>Whether it asks for moments of the end, which only finished tasks have.</summary>
    internal bool HasEnd => (FinishedFrom ?? FinishedBefore) is not null;
}
