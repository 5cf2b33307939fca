using System.Globalization;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Reads what <c>[ScheduledTask]</c> says, and judges it.</summary>
internal static class SettingsParser
{
    private const int MaxNameLength = 200;

    // What RetryPolicy.Default has; stated here because a policy is made as a whole.
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromMinutes(5);

    /// <summary>The name under which tasks are stored.</summary>
    public static string ParseName(AttributeReader attribute, string fallback, ParseScope scope)
    {
        string name = attribute.FirstArgument ?? fallback;
        if (name.Length is 0 or > MaxNameLength || !name.All(static c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_'))
        {
            scope.Report(Descriptors.TaskNameMustBeValid, attribute.LocationOfFirstArgument(), name);
        }

        return name;
    }

    /// <summary>The stem of emitted names.</summary>
    /// <returns>The stem, or <see langword="null"/> if there is none that makes sense.</returns>
    public static string? ParseStem(AttributeReader attribute, string fallback, ParseScope scope)
    {
        if (attribute.GetString("TypeName") is not { } stem)
        {
            return fallback;
        }

        if (SyntaxFacts.IsValidIdentifier(stem))
        {
            return stem;
        }

        scope.Report(Descriptors.TypeNameMustBeAnIdentifier, attribute.LocationOf("TypeName"), stem);
        return null;
    }

    /// <summary>What the attribute says about the options.</summary>
    public static DefaultsModel? ParseDefaults(AttributeReader attribute, ParseScope scope)
    {
        int? concurrency = attribute.Get<int>("Concurrency");
        if (concurrency < 1)
        {
            scope.Report(Descriptors.ConcurrencyMustBePositive, attribute.LocationOf("Concurrency"), concurrency);
        }

        int? maxAttempts = attribute.Get<int>("MaxAttempts");
        if (maxAttempts < 1)
        {
            scope.Report(Descriptors.MaxAttemptsMustBePositive, attribute.LocationOf("MaxAttempts"), maxAttempts);
        }

        TimeSpan? timeout = ParseDuration(attribute, "Timeout", scope);
        var defaults = new DefaultsModel(concurrency, timeout?.Ticks, maxAttempts, ParseRetry(attribute, maxAttempts, scope));
        return defaults == new DefaultsModel(null, null, null, null) ? null : defaults;
    }

    private static RetryModel? ParseRetry(AttributeReader attribute, int? maxAttempts, ParseScope scope)
    {
        int? backoff = attribute.Get<int>("Backoff");
        var kind = (RetryKind)(backoff ?? 0);
        TimeSpan? delay = ParseDuration(attribute, "RetryDelay", scope, zeroIsAllowed: kind == RetryKind.Fixed);
        TimeSpan? maxDelay = ParseDuration(attribute, "MaxRetryDelay", scope);

        if (WhyContradictory(kind, maxAttempts, attribute, delay, maxDelay) is { } contradiction)
        {
            scope.Report(
                Descriptors.RetrySettingsMustAgree,
                attribute.LocationOf(contradiction.Member),
                contradiction.Member,
                contradiction.Other,
                contradiction.Advice);
        }

        if (backoff is null && delay is null && maxDelay is null)
        {
            return null;
        }

        // A maximum below the usual first delay lowers that; a first delay above the usual maximum raises that.
        TimeSpan first = delay ?? (maxDelay < DefaultDelay ? maxDelay.Value : DefaultDelay);
        TimeSpan last = maxDelay ?? (first > DefaultMaxDelay ? first : DefaultMaxDelay);
        return new RetryModel(kind, first.Ticks, last.Ticks);
    }

    private static (string Member, string Other, string Advice)? WhyContradictory(
        RetryKind kind, int? maxAttempts, AttributeReader attribute, TimeSpan? delay, TimeSpan? maxDelay)
    {
        bool saysDelay = attribute.GetString("RetryDelay") is not null;
        bool saysMaxDelay = attribute.GetString("MaxRetryDelay") is not null;
        return kind switch
        {
            RetryKind.None when maxAttempts > 1 =>
                ("Backoff", "MaxAttempts", "None never retries, so leave out one of them"),
            RetryKind.None when saysDelay => ("RetryDelay", "Backoff", "None never retries, so leave out one of them"),
            RetryKind.None when saysMaxDelay => ("MaxRetryDelay", "Backoff", "None never retries, so leave out one of them"),
            RetryKind.Fixed when saysMaxDelay => ("MaxRetryDelay", "Backoff", "Fixed never grows, so leave out one of them"),
            < RetryKind.Exponential or > RetryKind.None => ("Backoff", "its type", "it has no such value"),
            _ when delay > maxDelay => ("RetryDelay", "MaxRetryDelay", "the first delay must not exceed the longest one"),
            _ => null,
        };
    }

    /// <summary>Whether the attribute sets a time-out that makes sense.</summary>
    public static bool HasTimeout(AttributeReader attribute) =>
        attribute.GetString("Timeout") is { } text && TryReadDuration(text, zeroIsAllowed: false, out _);

    private static TimeSpan? ParseDuration(AttributeReader attribute, string member, ParseScope scope, bool zeroIsAllowed = false)
    {
        if (attribute.GetString(member) is not { } text)
        {
            return null;
        }

        if (TryReadDuration(text, zeroIsAllowed, out TimeSpan duration))
        {
            return duration;
        }

        string bound = zeroIsAllowed ? "of zero or more" : "above zero";
        scope.Report(Descriptors.DurationMustBeValid, attribute.LocationOf(member), member, text, bound);
        return null;
    }

    // A bare "5" would be five days, and "00:05" five minutes: nobody means the first, and the second is easily misread.
    private static bool TryReadDuration(string text, bool zeroIsAllowed, out TimeSpan duration) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration)
        && text.Count(static c => c == ':') == 2
        && (duration > TimeSpan.Zero || (zeroIsAllowed && duration == TimeSpan.Zero));
}
