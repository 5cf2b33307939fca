using System.Collections;
using System.Globalization;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>Prints what containers take and return, for messages. Two records or claimed tasks with the same text are the same in every member.</summary>
internal static class Shown
{
    private const int MostItems = 12;

    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        DateTimeOffset moment => moment.ToString("O", CultureInfo.InvariantCulture),
        CommandResult result => $"{result.Outcome} of {result.Id}, which is {result.State}",
        TaskConflict conflict => $"{conflict.Id} conflicts with {conflict.ExistingId} (key {Of(conflict.UniqueKey)})",
        TaskFailure failure => OfFailure(failure),
        TaskOutcome<ProbeResult> outcome => $"{outcome.State} (result {Of(outcome.Result)}, failure {Of(outcome.Failure)})",
        TaskProgress progress => FormattableString.Invariant($"{progress.Fraction} ({Of(progress.Message)})"),
        TaskRunHandle handle => FormattableString.Invariant($"{Of(handle.Value)} started under {handle.StartToken}"),
        TaskQuery query => OfQuery(query),
        RescueReport report => FormattableString.Invariant($"{report.Rescued} rescued, {report.Failed} failed, {report.Stopped} stopped"),
        RescueRequest request => FormattableString.Invariant(
            $"rescue of {request.Limit} (can reattach: {request.CanReattach}, losses: {request.MaxLosses}, seen for {request.SeenFor})"),
        ProbeRecord record => OfRecord(record),
        Claimed claimed => OfClaimed(claimed),
        IEnumerable many => OfMany(many),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string OfMany(IEnumerable many)
    {
        List<string> parts = [.. many.Cast<object?>().Select(Of)];
        string more = parts.Count > MostItems ? FormattableString.Invariant($", … {parts.Count} in all") : "";
        return $"[{string.Join(", ", parts.Take(MostItems))}{more}]";
    }

    private static string OfFailure(TaskFailure failure) => FormattableString.Invariant(
        $"{failure.Reason} {Of(failure.Message)} (type {failure.ErrorType}, exit code {failure.ExitCode}, logs {failure.Logs}, stack {failure.StackTrace})");

    private static string OfQuery(TaskQuery query) => string.Join(", ", new[]
    {
        FormattableString.Invariant($"{query.State} tasks, pages of {query.PageSize}"),
        query.NewestFirst ? "newest first" : null,
        Condition("cursor", query.Cursor),
        Condition("finished from", query.Filter.FinishedFrom),
        Condition("finished before", query.Filter.FinishedBefore),
        Condition("created from", query.Filter.CreatedFrom),
        Condition("created before", query.Filter.CreatedBefore),
        Condition("failed by", query.Filter.FailureReason),
        Condition("unique key", query.Filter.UniqueKey),
        Condition("priority", query.Filter.Priority),
        Condition("text of the failure", query.Filter.FailureText),
        Condition("run by", query.Filter.Claimant),
    }.OfType<string>());

    private static string? Condition(string name, object? value) => value is null ? null : $"{name} {Of(value)}";

    private static string OfRecord(ProbeRecord record) => FormattableString.Invariant($"""
        task {record.Id} ({record.Payload}): {record.State}, attempt {record.Attempt}, losses {record.Losses}, claim token {record.ClaimToken}, owner {record.Owner}, lease until {record.LeaseUntil:O}, handle {Of(record.Handle)}, stop requested {record.StopRequested}, progress {Of(record.Progress)}, failure {Of(record.Failure)}, result {record.Result}, unreadable {record.UnreadableResult?.Message}, created {record.CreatedAt:O}, not before {record.NotBefore:O}, started {record.StartedAt:O}, finished {record.FinishedAt:O}, options: {OfOptions(record.Options)}
        """);

    private static string OfClaimed(Claimed claimed) => FormattableString.Invariant($"""
        task {claimed.Id} ({claimed.Payload}): attempt {claimed.Attempt}, claim token {claimed.ClaimToken}, handle {Of(claimed.Handle)}, age of the work {claimed.WorkAge}, stop requested {claimed.StopRequested}, unreadable {Of(claimed.Unreadable)}, options: {OfOptions(claimed.Options)}
        """);

    private static string OfOptions(EnqueueOptions options) => FormattableString.Invariant($"""
        priority {options.Priority}, delay {options.Delay}, not before {options.NotBefore:O}, key {Of(options.UniqueKey)}, on conflict {options.OnConflict}, timeout {options.Timeout}, attempts {options.MaxAttempts}, id {options.Id}
        """);
}
