using System.Runtime.CompilerServices;
using GeneratedScheduler.Actuators;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runs;

/// <summary>What most runs of short functions never have. Made when the first of it is needed.</summary>
internal sealed class RunDetails<TResult>(TaskRunHandle? taken)
{
    private RunServices? _services;
    private TaskCompletionSource? _storing;
    private ReportedProgress? _progress;
    private EarlyStatus? _earlyStatus;
    private bool _seenOverdue;
    private Dictionary<string, object?>? _items;
    private long _unknownSince;

    /// <summary>The work that an earlier scheduler started and this run reattaches to.</summary>
    public TaskRunHandle? Taken { get; private set; } = taken;

    /// <summary>Whether it is not known yet if there is any such work.</summary>
    public bool IsLookedFor { get; set; } = taken is not null;

    /// <summary>A stop was requested while nobody ran the task.</summary>
    public bool StopRequested { get; init; }

    /// <summary>Why the payload cannot be read.</summary>
    public TaskFailure? Unreadable { get; init; }

    /// <summary>What the container said when it refused to store a move of the run; <see langword="null"/> if it never has.</summary>
    public string? Refusal { get; set; }

    /// <summary>Where the work runs, as the actuator named it.</summary>
    public string? RemoteHandle { get; set; } = taken?.Value;

    /// <summary>Whether the container knows the handle, so that another scheduler can reattach.</summary>
    public bool IsHandleStored { get; private set; } = taken is not null;

    /// <summary>The container has the handle under which the work is about to begin.</summary>
    public void Plan(string handle) => (RemoteHandle, IsHandleStored) = (handle, true);

    /// <summary>The work does not exist.</summary>
    public void ForgetTaken() => (Taken, RemoteHandle, IsHandleStored) = (null, null, false);

    /// <summary>Completes when it is known whether the container has the handle; at once if nobody is about to store one.</summary>
    public Task WhenHandleIsSettled => Volatile.Read(ref _storing)?.Task ?? Task.CompletedTask;

    /// <summary>What a function ended with whose scheduler polls, from when its code returned until the status loop takes it.</summary>
    public StrongBox<RunResult<TResult>>? Parked { get; set; }

    /// <summary>The latest round in which a call for the status of several runs failed that this one was in; 0 since it was answered for.</summary>
    public int AskedApart { get; set; }

    /// <summary>The latest exit code that a status told.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>The latest reference to logs that a status told.</summary>
    public string? Logs { get; private set; }

    /// <summary>Keeps what a status tells beside the state.</summary>
    public void Note(in TaskRunStatus status)
    {
        Volatile.Write(ref _unknownSince, 0);
        ExitCode = status.ExitCode ?? ExitCode;
        Logs = status.Logs ?? Logs;
        if (status.Progress is { } progress)
        {
            Report(progress);
        }
    }

    /// <summary>Notes that the status is not known at present.</summary>
    /// <returns>For how long it has not been.</returns>
    public TimeSpan UnknownFor(TimeProvider time)
    {
        // 0 stands for "known", so a clock that begins there begins a moment later.
        long now = Math.Max(time.GetTimestamp(), 1);
        long since = Interlocked.CompareExchange(ref _unknownSince, now, 0);
        return since == 0 ? TimeSpan.Zero : time.GetElapsedTime(since, now);
    }

    /// <summary>What middleware has to say.</summary>
    public Dictionary<string, object?> Items => _items ??= new(StringComparer.Ordinal);

    /// <summary>The services of the run, made when first asked for.</summary>
    public RunServices GetServices(IServiceProvider? services, ILogger logger)
    {
        if (Volatile.Read(ref _services) is { } existing)
        {
            return existing;
        }

        RunServices made = new(services, logger);
        RunServices used = Interlocked.CompareExchange(ref _services, made, null) ?? made;
        if (used != made)
        {
            // Two threads of the task asked at once; a scope that nobody has seen has nothing to wait for.
            _ = made.DisposeAsync().AsTask();
        }

        return used;
    }

    public ValueTask DisposeServicesAsync() => Volatile.Read(ref _services) is null
        ? ValueTask.CompletedTask
        : Interlocked.Exchange(ref _services, null)?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A handle is about to be stored. Said before the run can be ended under that handle.</summary>
    public void BeginStoringHandle() => Volatile.Write(ref _storing, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>The handle was stored, or was not and will not be.</summary>
    public void EndStoringHandle(bool isStored)
    {
        IsHandleStored |= isStored;
        Volatile.Read(ref _storing)?.TrySetResult();
    }

    /// <summary>Keeps the latest report until the status loop writes it.</summary>
    public void Report(TaskProgress progress) =>
        Volatile.Write(ref _progress, new ReportedProgress(new TaskProgress(progress.Fraction, ExceptionText.Cut(progress.Message))));

    /// <summary>Whether a report waits to be written.</summary>
    public bool HasProgress => Volatile.Read(ref _progress) is not null;

    /// <summary>Keeps a report that was taken and not written, unless a later one has come.</summary>
    public void KeepProgress(TaskProgress progress) => Interlocked.CompareExchange(ref _progress, new ReportedProgress(progress), null);

    public bool TryTakeProgress(out TaskProgress progress)
    {
        ReportedProgress? reported = Interlocked.Exchange(ref _progress, null);
        progress = reported?.Value ?? default;
        return reported is not null;
    }

    /// <summary>Keeps a callback that came before <c>StartAsync</c> answered. The latest one counts.</summary>
    public void KeepEarlyStatus(TaskRunStatus status) => Interlocked.Exchange(ref _earlyStatus, new EarlyStatus(status));

    public bool TryTakeEarlyStatus(out TaskRunStatus status)
    {
        EarlyStatus? early = Interlocked.Exchange(ref _earlyStatus, null);
        status = early?.Value ?? default;
        return early is not null;
    }

    /// <summary>Whether this is the first call; so that an overdue run is reported once.</summary>
    public bool FirstSeenOverdue() => !Interlocked.Exchange(ref _seenOverdue, true);

    private sealed record ReportedProgress(TaskProgress Value);

    private sealed record EarlyStatus(TaskRunStatus Value);
}
