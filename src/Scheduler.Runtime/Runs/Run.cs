using System.Runtime.CompilerServices;
using GeneratedScheduler.Actuators;
using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runs;

/// <summary>One claimed task in one slot; what the task's own code sees of it is <see cref="TaskContext"/>.</summary>
/// <remarks>
/// A run has several possible enders: its own code, the status loop, a callback, its deadline, a stop, a lost lease and the
/// shutdown. <see cref="TryEnd()"/> lets exactly one of them through. There is one object for each run, so what few runs need
/// is in <see cref="RunDetails{TResult}"/>.
/// </remarks>
internal sealed class Run<TTask, TResult> : TaskContext
{
    private readonly SchedulerParts<TTask, TResult> _parts;
    private readonly EnqueueOptions _options;
    private readonly long _claimToken;
    private long _leasedAt;
    private RunLife _life;
    private volatile bool _isCodeOver;
    private CancellationTokenSource? _cancellation;
    private RunDetails<TResult>? _details;

    /// <summary>Makes the run of a claimed task.</summary>
    /// <param name="parts">The scheduler's parts.</param>
    /// <param name="claimed">The task.</param>
    /// <param name="slot">The slot that it takes.</param>
    /// <param name="claimSentAt">When the claim was sent; <see langword="null"/> if sending it took no time.</param>
    public Run(SchedulerParts<TTask, TResult> parts, in ClaimedTask<TTask> claimed, int slot, long? claimSentAt)
    {
        _parts = parts;
        _options = claimed.Options;
        _claimToken = claimed.ClaimToken;
        Id = claimed.Id;
        Payload = claimed.Payload;
        Attempt = claimed.Attempt;
        Slot = slot;
        StartedAt = parts.Time.GetTimestamp();
        _leasedAt = claimSentAt ?? StartedAt;
        if (claimed.Handle is not null && parts.CanReattach)
        {
            StartedAt = parts.After(StartedAt, -claimed.WorkAge);
        }

        if (claimed.Handle is not null || claimed.StopRequested || claimed.Unreadable is not null)
        {
            _details = new RunDetails<TResult>(parts.CanReattach ? claimed.Handle : null)
            {
                StopRequested = claimed.StopRequested,
                Unreadable = claimed.Unreadable,
            };
        }
    }

    /// <summary>What the task works on.</summary>
    public TTask Payload { get; }

    /// <summary>The claim under which every move of this run is made.</summary>
    public ClaimKey Key => new(Id, _claimToken);

    public int Slot { get; }

    /// <summary>When the run began, or the work of an earlier run that it takes over, as a timestamp of the scheduler's clock.</summary>
    public long StartedAt { get; private set; }

    /// <summary>Whether its lease has certainly not run out, by this process's own monotonic clock.</summary>
    /// <remarks>
    /// Known for each run, not for all at once: a renewal extends the leases of the runs that it names, and not that of a claim whose answer
    /// had not been handled yet.
    /// </remarks>
    public bool HoldsLease => _parts.Time.GetElapsedTime(Volatile.Read(ref _leasedAt)) < _parts.Options.LeaseDuration;

    /// <summary>When it times out, as a timestamp of the scheduler's clock.</summary>
    /// <remarks>Not while work is looked for that was perhaps never begun.</remarks>
    public long Deadline => Timeout is { } timeout && DetailsOrNull is not { IsLookedFor: true } ? _parts.After(StartedAt, timeout) : long.MaxValue;

    /// <summary>The token under which the work was started: an earlier claim's, if this run reattached.</summary>
    public long StartToken => _details?.Taken?.StartToken ?? _claimToken;

    /// <summary>Where the work runs, as the actuator named it.</summary>
    public string? Handle => DetailsOrNull?.RemoteHandle;

    /// <summary>The run, as the actuator is asked about it.</summary>
    public TaskRun<TTask> Elsewhere => new(Id, Payload, Attempt, StartToken, Handle, _parts.Time.GetElapsedTime(StartedAt));

    /// <summary>What few runs have; <see langword="null"/> until this one has it.</summary>
    public RunDetails<TResult>? DetailsOrNull => Volatile.Read(ref _details);

    /// <summary>What few runs have.</summary>
    public RunDetails<TResult> Details =>
        DetailsOrNull ?? Interlocked.CompareExchange(ref _details, new RunDetails<TResult>(taken: null), null) ?? _details;

    public RunPhase Phase => _life.Phase;

    public EndReason Reason => _life.Reason;

    /// <summary>Whether the end is written to the container, or never will be.</summary>
    public bool IsRecorded => _life.Done.HasFlag(RunParts.Record);

    /// <summary>Whether the task's code has returned, so that another task may run in the slot as soon as the end of this one is written.</summary>
    public bool IsCodeOver => _isCodeOver || _life.Done.HasFlag(RunParts.Code);

    /// <summary>The code was told to end and has not returned.</summary>
    public bool IsOverdue => _life.Done == RunParts.Record;

    public override TaskId Id { get; }

    public override string Name => _parts.Name;

    public override int Attempt { get; }

    // Attempts at which no process could read the payload are not bound by the maximum.
    public override int MaxAttempts => Math.Max(_options.MaxAttempts ?? _parts.Options.MaxAttempts, Attempt);

    public override long ClaimToken => StartToken;

    public override ILogger Logger => _parts.Logger;

    public override IServiceProvider Services => Details.GetServices(_parts.Options.Services, _parts.Logger).Provider;

    public override IDictionary<string, object?> Items => Details.Items;

    public override string? PlannedHandle => _parts.PlansHandles ? Handle : null;

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
                _parts.Background.Forget(CancelAsync(used), "cancelling a run");
            }

            return used.Token;
        }
    }

    private TimeSpan? Timeout => _options.Timeout ?? _parts.Options.Timeout;

    public override T GetInstance<T>(Func<IServiceProvider, T> create) =>
        Details.GetServices(_parts.Options.Services, _parts.Logger).GetInstance(create);

    public override void ReportProgress(double fraction, string? message = null)
    {
        if (double.IsNaN(fraction) || fraction is < 0 or > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Progress goes from 0 to 1.");
        }

        Details.Report(new TaskProgress(fraction, message));
    }

    /// <summary>Notes that a renewal of this lease which was sent at <paramref name="sentAt"/> has succeeded.</summary>
    public void LeaseRenewed(long sentAt) => Volatile.Write(ref _leasedAt, sentAt);

    /// <summary>Whether this is a run of the scheduler with these parts.</summary>
    public bool BelongsTo(SchedulerParts<TTask, TResult> parts) => ReferenceEquals(_parts, parts);

    /// <summary>Makes the caller the only one who handles the end of this run.</summary>
    public bool TryEnd() => _life.TryEnd(out _);

    /// <summary>Makes the caller the only one who handles the end of this run, and tells where it was before.</summary>
    public bool TryEnd(out RunPhase before) => _life.TryEnd(out before);

    /// <summary>The work goes on elsewhere; from here on its status is followed.</summary>
    /// <returns>Whether it still is to be followed; otherwise it was ended while it started.</returns>
    public bool Follow(string? handle)
    {
        if (handle is not null)
        {
            Details.RemoteHandle = handle;
        }

        return _life.TryFollow();
    }

    /// <summary>The function has ended, and the status loop is to handle it.</summary>
    public void Park(in RunResult<TResult> result)
    {
        Details.Parked = new StrongBox<RunResult<TResult>>(result);
        _life.TryFollow();
    }

    /// <summary>The work begins only now, although an earlier run had meant to begin it.</summary>
    public void WorkBegins() => StartedAt = _parts.Time.GetTimestamp();

    /// <summary>Cancels the token; the first reason stays.</summary>
    public void Cancel(EndReason reason)
    {
        if (_life.TryGiveReason(reason))
        {
            if (Volatile.Read(ref _cancellation) is { } cancellation)
            {
                _parts.Background.Forget(CancelAsync(cancellation), "cancelling a run");
            }
        }
    }

    /// <summary>Notes that the code has returned, before the end is written.</summary>
    public void CodeReturned() => _isCodeOver = true;

    /// <summary>Notes that a part is over.</summary>
    /// <returns>Whether the caller was the last one, and the slot is free.</returns>
    public bool Complete(RunParts part) => _life.Complete(part);

    /// <summary>The failure of an attempt that ran too long.</summary>
    public TaskFailure TimedOut() =>
        new(TaskFailureReason.Timeout, $"Attempt {Attempt} ran longer than its timeout of {Timeout}.");

    /// <summary>Disposes what the run's code was given. Called after the code has returned; never throws, but may never end.</summary>
    public ValueTask DisposeServicesAsync() => DetailsOrNull?.DisposeServicesAsync() ?? ValueTask.CompletedTask;

    private async Task CancelAsync(CancellationTokenSource cancellation)
    {
        try
        {
            // On the thread pool: callbacks on the token are the task's own code and may block or throw.
            await cancellation.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _parts.Logger.CancellationCallbackFailed(exception, Name, Id);
        }
    }
}
