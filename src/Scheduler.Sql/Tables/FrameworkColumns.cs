using System.Collections.Immutable;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>The columns that every table of tasks, or of outputs, has, whatever its payload. All begin with <c>task_</c>, which no member's column does.</summary>
internal static class FrameworkColumns
{
    public const string Seq = "task_seq";
    public const string Id = "task_id";
    public const string State = "task_state";
    public const string From = "task_from";
    public const string Ready = "task_ready";
    public const string Priority = "task_priority";
    public const string NotBefore = "task_not_before";
    public const string Attempt = "task_attempt";
    public const string Losses = "task_losses";
    public const string ClaimToken = "task_claim_token";
    public const string Owner = "task_owner";
    public const string LeaseUntil = "task_lease_until";
    public const string Handle = "task_handle";
    public const string HandleToken = "task_handle_token";
    public const string Callback = "task_callback";
    public const string StopRequested = "task_stop_requested";
    public const string Progress = "task_progress";
    public const string ProgressMessage = "task_progress_message";
    public const string FailureReason = "task_failure_reason";
    public const string FailureMessage = "task_failure_message";
    public const string FailureType = "task_failure_type";
    public const string FailureStack = "task_failure_stack";
    public const string UniqueKey = "task_unique_key";
    public const string Timeout = "task_timeout";
    public const string MaxAttempts = "task_max_attempts";
    public const string Delay = "task_delay";
    public const string CreatedAt = "task_created_at";
    public const string StartedAt = "task_started_at";
    public const string FinishedAt = "task_finished_at";
    public const string SavedAt = "task_saved_at";
    public const string SavedBy = "task_saved_by";
    public const string SaveNumber = "task_save_number";

    /// <summary>All of a table of tasks, in its order.</summary>
    public static ImmutableArray<ColumnDesign> All { get; } =
    [
        new(Seq, ColumnKind.Int64) { IsSequence = true },
        new(Id, ColumnKind.Guid),
        new(State, ColumnKind.Int32),
        // The state before the latest move: what an UPDATE can answer with, and the counts need.
        new(From, ColumnKind.Int32) { IsNullable = true },
        // Waiting, due, and held by nobody: what can be claimed at once.
        new(Ready, ColumnKind.Boolean),
        new(Priority, ColumnKind.Int32) { Default = "0" },
        new(NotBefore, ColumnKind.Timestamp),
        new(Attempt, ColumnKind.Int32) { Default = "0" },
        new(Losses, ColumnKind.Int32) { Default = "0" },
        new(ClaimToken, ColumnKind.Int64) { Default = "0" },
        new(Owner, ColumnKind.Guid) { IsNullable = true },
        new(LeaseUntil, ColumnKind.Timestamp) { IsNullable = true },
        new(Handle, ColumnKind.Text) { IsNullable = true },
        new(HandleToken, ColumnKind.Int64) { IsNullable = true },
        // A callback that reached another process, for the scheduler that follows the run: a text with the token under which the work was started.
        new(Callback, ColumnKind.Text) { IsNullable = true },
        new(StopRequested, ColumnKind.Boolean) { Default = "false" },
        new(Progress, ColumnKind.Double) { IsNullable = true },
        new(ProgressMessage, ColumnKind.Text) { IsNullable = true },
        new(FailureReason, ColumnKind.Int32) { IsNullable = true },
        new(FailureMessage, ColumnKind.Text) { IsNullable = true },
        new(FailureType, ColumnKind.Text) { IsNullable = true },
        new(FailureStack, ColumnKind.Text) { IsNullable = true },
        new(UniqueKey, ColumnKind.Text) { IsNullable = true, Length = EnqueueOptions.MaxUniqueKeyLength, IsOrdinal = true },
        // Options of the task, in ticks of 100 ns.
        new(Timeout, ColumnKind.Int64) { IsNullable = true },
        new(MaxAttempts, ColumnKind.Int32) { IsNullable = true },
        new(Delay, ColumnKind.Int64) { Default = "0" },
        new(CreatedAt, ColumnKind.Timestamp),
        new(StartedAt, ColumnKind.Timestamp) { IsNullable = true },
        new(FinishedAt, ColumnKind.Timestamp) { IsNullable = true },
    ];

    /// <summary>Those of a table of outputs.</summary>
    public static ImmutableArray<ColumnDesign> OfOutputs { get; } =
    [
        new(Seq, ColumnKind.Int64) { IsSequence = true },
        new(Id, ColumnKind.Guid),
        new(SavedAt, ColumnKind.Timestamp),
        // Whose save it was, and its number among theirs: an earlier save of the same persister that arrives late changes nothing.
        new(SavedBy, ColumnKind.Guid),
        new(SaveNumber, ColumnKind.Int64),
    ];

    private static readonly Dictionary<string, ColumnKind> Kinds =
        All.Concat(OfOutputs).DistinctBy(c => c.Name).ToDictionary(c => c.Name, c => c.Kind, StringComparer.Ordinal);

    /// <summary>A framework column as part of an answer.</summary>
    public static SqlOutput Output(string name) => new(name, Kinds[name]);
}
