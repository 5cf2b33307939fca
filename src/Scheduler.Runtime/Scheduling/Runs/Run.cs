using GeneratedScheduler.Actuators;
using GeneratedScheduler.Containers;
using GeneratedScheduler.Diagnostics;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Scheduling;

/// <summary>One claimed task in one slot; what the task's own code sees of it is <see cref="TaskContext"/>.</summary>
/// <remarks>
/// A run has several possible enders: its own code, the status loop, a callback, its deadline, a stop, a lost lease and the
/// shutdown. <see cref="TryEnd()"/> lets exactly one of them through.
/// </remarks>
internal sealed class Run<TTask, TResult> : TaskContext
{
    private readonly SchedulerParts<TTask, TResult> _parts;
    private int _phase;
    private int _done;
    private int _reason;
    private bool _seenOverdue;
    private CancellationTokenSource? _cancellation;
    private RunServices? _services;
    private ReportedProgress? _progress;
    private EarlyStatus? _earlyStatus;

    /// <summary>Makes the run of a claimed task.</summary>
    /// <param name="parts">The scheduler's parts.</param>
    /// <param name="claimed">The task.</param>
    /// <param name="slot">The slot that it takes.</param>
    /// <param name="claimSentAt">When the claim was sent; <see langword="null"/> if sending it took no time.</param>
    public Run(SchedulerParts<TTask, TResult> parts, in ClaimedTask<TTask> claimed, int slot, long? claimSentAt)
    {
        _parts = parts;
        Claimed = claimed;
        Slot = slot;
        TaskRunHandle? taken = parts.Actuator.CanReattach ? claimed.Handle : null;
        StartToken = taken?.StartToken ?? claimed.ClaimToken;
        RemoteHandle = taken?.Value;
        IsHandleStored = taken is not null;
        StartedAt = parts.Time.GetTimestamp();
        ClaimedAt = claimSentAt ?? StartedAt;
        Deadline = (claimed.Options.Timeout ?? parts.Options.Timeout) is { } timeout
            ? parts.After(StartedAt, timeout)
            : long.MaxValue;
    }

    public ClaimedTask<TTask> Claimed { get; }

    public ClaimKey Key => new(Claimed.Id, Claimed.ClaimToken);

    public int Slot { get; }

    /// <summary>When the run began, as a timestamp of the scheduler's clock.</summary>
    public long StartedAt { get; }

    /// <summary>When its lease began at the earliest, as a timestamp of the scheduler's clock.</summary>
    public long ClaimedAt { get; }

    /// <summary>When it times out, as a timestamp of the scheduler's clock.</summary>
    public long Deadline { get; }

    /// <summary>The token under which the work was started: an earlier claim's, if this run reattached.</summary>
    public long StartToken { get; }

    /// <summary>Where the work runs, as the actuator named it.</summary>
    public string? RemoteHandle { get; private set; }

    /// <summary>Whether the container knows the handle, so that another scheduler can reattach.</summary>
    public bool IsHandleStored { get; set; }

    public TaskRunKey RemoteKey => new(Claimed.Id, StartToken, RemoteHandle);

    /// <summary>The answer of a function whose scheduler polls, from when its code returned until the status loop takes it.</summary>
    public ParkedAnswer<TResult>? Parked { get; private set; }

    public RunPhase Phase => (RunPhase)Volatile.Read(ref _phase);

    public EndReason Reason => (EndReason)Volatile.Read(ref _reason);

    /// <summary>Whether the end is written to the container, or never will be.</summary>
    public bool IsRecorded => ((RunParts)Volatile.Read(ref _done)).HasFlag(RunParts.Record);

    /// <summary>The code was told to end and has not returned.</summary>
    public bool IsOverdue => (RunParts)Volatile.Read(ref _done) == RunParts.Record;

    public override TaskId Id => Claimed.Id;

    public override string Name => _parts.Name;

    public override int Attempt => Claimed.Attempt;

    public override int MaxAttempts => Claimed.Options.MaxAttempts ?? _parts.Options.MaxAttempts;

    public override long ClaimToken => StartToken;

    public override ILogger Logger => _parts.Logger;

    public override IServiceProvider Services => RunServices().Provider;

    /// <summary>Made when first asked for, because most short tasks never look at it.</summary>
    public override CancellationToken CancellationToken
    {
        get
        {
            if (Volatile.Read(ref _cancellation) is { } existing)
            {
                return existing.Token;
            }

            CancellationTokenSource made = new();
            CancellationTokenSource used = Interlocked.CompareExchange(ref _cancellation, made, null) ?? made;
            if (Reason != EndReason.None)
            {
                // Cancel() may have looked before the source was there.
                used.Cancel();
            }

            return used.Token;
        }
    }

    public override T GetInstance<T>(Func<IServiceProvider, T> create) => RunServices().GetInstance(create);

    public override void ReportProgress(double fraction, string? message = null)
    {
        if (double.IsNaN(fraction) || fraction is < 0 or > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Progress goes from 0 to 1.");
        }

        Report(new TaskProgress(fraction, message));
    }

    /// <summary>Keeps a report until the status loop writes it.</summary>
    public void Report(TaskProgress progress) => Volatile.Write(ref _progress, new ReportedProgress(progress));

    /// <summary>Takes the latest report that nobody has taken yet.</summary>
    public bool TryTakeProgress(out TaskProgress progress)
    {
        ReportedProgress? reported = Volatile.Read(ref _progress) is null ? null : Interlocked.Exchange(ref _progress, null);
        progress = reported?.Value ?? default;
        return reported is not null;
    }

    /// <summary>Makes the caller the only one who handles the end of this run.</summary>
    public bool TryEnd() => TryEnd(out _);

    /// <summary>Makes the caller the only one who handles the end of this run, and tells where it was before.</summary>
    public bool TryEnd(out RunPhase before)
    {
        before = (RunPhase)Interlocked.Exchange(ref _phase, (int)RunPhase.Ending);
        return before != RunPhase.Ending;
    }

    /// <summary>The work goes on elsewhere; from here on its status is followed.</summary>
    /// <returns>Whether it still is to be followed; otherwise it was ended while it started.</returns>
    public bool Follow(string? handle)
    {
        RemoteHandle = handle ?? RemoteHandle;
        return Interlocked.CompareExchange(ref _phase, (int)RunPhase.Following, (int)RunPhase.Starting) == (int)RunPhase.Starting;
    }

    /// <summary>The function has answered, and the status loop is to handle it.</summary>
    public void Park(ParkedAnswer<TResult> answer)
    {
        Parked = answer;
        Interlocked.CompareExchange(ref _phase, (int)RunPhase.Following, (int)RunPhase.Starting);
    }

    /// <summary>Keeps a callback that came before <c>StartAsync</c> answered. The latest one counts.</summary>
    public void KeepEarlyStatus(TaskRunStatus status) => Interlocked.Exchange(ref _earlyStatus, new EarlyStatus(status));

    public bool TryTakeEarlyStatus(out TaskRunStatus status)
    {
        EarlyStatus? early = Interlocked.Exchange(ref _earlyStatus, null);
        status = early?.Value ?? default;
        return early is not null;
    }

    /// <summary>Cancels the token; the first reason stays.</summary>
    public void Cancel(EndReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)EndReason.None) == (int)EndReason.None)
        {
            _ = CancelTokenAsync();
        }
    }

    /// <summary>The failure of an attempt that ran too long.</summary>
    public TaskFailure TimedOut()
    {
        TimeSpan timeout = (Claimed.Options.Timeout ?? _parts.Options.Timeout)!.Value;
        return new TaskFailure(TaskFailureReason.Timeout, $"Attempt {Attempt} ran longer than its timeout of {timeout}.");
    }

    /// <summary>Whether this is the first call; so that an overdue run is reported once.</summary>
    public bool FirstSeenOverdue() => !Interlocked.Exchange(ref _seenOverdue, true);

    /// <summary>Notes that a part is over.</summary>
    /// <returns>Whether the caller was the last one, and the slot is free.</returns>
    public bool Complete(RunParts part)
    {
        int before = Interlocked.Or(ref _done, (int)part);
        return before != (int)RunParts.Both && (before | (int)part) == (int)RunParts.Both;
    }

    /// <summary>Disposes what the run's code was given. Called after the code has returned; never throws.</summary>
    public ValueTask DisposeServicesAsync() => Volatile.Read(ref _services) is null
        ? ValueTask.CompletedTask
        : Interlocked.Exchange(ref _services, null)?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task CancelTokenAsync()
    {
        try
        {
            // On the thread pool: callbacks on the token are the task's own code and may block or throw.
            await (Volatile.Read(ref _cancellation)?.CancelAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _parts.Logger.CancellationCallbackFailed(exception, Name, Id);
        }
    }

    private RunServices RunServices()
    {
        if (Volatile.Read(ref _services) is { } existing)
        {
            return existing;
        }

        RunServices made = new(_parts.Options.Services, _parts.Logger);
        RunServices used = Interlocked.CompareExchange(ref _services, made, null) ?? made;
        if (used != made)
        {
            // Two threads of the task asked at once; a scope that nobody has seen has nothing to wait for.
            _ = made.DisposeAsync().AsTask();
        }

        return used;
    }

    private sealed record ReportedProgress(TaskProgress Value);

    private sealed record EarlyStatus(TaskRunStatus Value);
}

/// <summary>What a function answered, or the exception that it threw.</summary>
internal sealed record ParkedAnswer<TResult>(StartResult<TResult> Answer, Exception? Exception);
