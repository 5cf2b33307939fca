using System.Runtime.ExceptionServices;
using GeneratedScheduler.Actuators;
using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Runs;

namespace GeneratedScheduler.Loops;

/// <summary>Asks the actuator about the runs that it started: all in one call, as long as that goes well.</summary>
/// <remarks>
/// A call that fails or hangs for one run fails for all that are in it. They are asked for apart from then on, in smaller and smaller groups, until those
/// that can be asked for are back among the others; meanwhile the others are asked for as before.
/// </remarks>
internal sealed class StatusPoll<TTask, TResult>(
    SchedulerParts<TTask, TResult> parts, ActuatorCalls<TTask, TResult> calls, RunFollower<TTask, TResult> follower)
{
    private const int MaxBatch = 1000;

    // The groups with which asking apart begins, and the calls that are made for them in one round.
    private const int FirstGroups = 16;
    private const int MostApart = 64;

    // After so many failures in a row it is the actuator that fails, and not one of the runs.
    private const int MaxFailures = 4;

    private readonly LoopCondition _single = parts.ForLoop("asking for the statuses of single runs");
    private Task _together = Task.CompletedTask;
    private Task _apart = Task.CompletedTask;
    private int _round;

    /// <summary>What is wrong with the calls for single runs; <see langword="null"/> if nothing is.</summary>
    public LoopProblem? Problem => _single.Problem;

    /// <summary>One round; returns when it is over, or after a while if the actuator takes long, and then the next round goes on with it.</summary>
    /// <remarks>Throws what the actuator throws if it has answered for none of the runs that were asked for.</remarks>
    public async ValueTask AskAsync(List<Run<TTask, TResult>> followed, CancellationToken stopping)
    {
        _round++;
        Run<TTask, TResult>[] apart = [.. followed.Where(static run => run.Details.AskedApart > 0).OrderBy(static run => run.Details.AskedApart)];
        if (_together.IsCompleted)
        {
            _together = AskTogetherAsync([.. followed.Where(static run => run.Details.AskedApart == 0)], stopping);
        }

        if (_apart.IsCompleted)
        {
            _apart = AskApartAsync(apart, areAll: apart.Length == followed.Count, stopping);
        }

        if (apart.Length == 0)
        {
            _single.Succeeded();
        }

        // What else is done each round must not wait for an actuator that hangs.
        Task both = Task.WhenAll(_together, _apart);
        await both.WaitAsync(parts.Options.StatusInterval / 2, parts.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
        if ((_together.Exception ?? _apart.Exception) is { } failure)
        {
            (_together, _apart) = (Settled(_together), Settled(_apart));
            ExceptionDispatchInfo.Throw(failure.InnerException!);
        }
    }

    private static Task Settled(Task task) => task.IsCompleted ? Task.CompletedTask : task;

    private async Task AskTogetherAsync(Run<TTask, TResult>[] runs, CancellationToken stopping)
    {
        Exception? failure = null;
        bool hasAnswer = false;
        foreach (Run<TTask, TResult>[] batch in runs.Chunk(MaxBatch))
        {
            Exception? thrown = await TryAskAsync(batch, stopping).ConfigureAwait(false);
            failure = thrown ?? failure;
            hasAnswer |= thrown is null;
        }

        Tell(failure, isActuator: !hasAnswer);
    }

    private async Task AskApartAsync(Run<TTask, TResult>[] runs, bool areAll, CancellationToken stopping)
    {
        Queue<Run<TTask, TResult>[]> groups = new(runs.Chunk(Math.Max(1, (runs.Length + FirstGroups - 1) / FirstGroups)));
        Exception? failure = null;
        bool hasAnswer = false;
        int failures = 0;
        for (int made = 0; made < MostApart && failures < MaxFailures && groups.TryDequeue(out Run<TTask, TResult>[]? group); made++)
        {
            if (await TryAskAsync(group, stopping).ConfigureAwait(false) is not { } thrown)
            {
                hasAnswer = true;
                failures = 0;
                continue;
            }

            failure = thrown;
            failures++;
            Tell(areAll && !hasAnswer ? null : failure, isActuator: false);
            if (group.Length > 1)
            {
                groups.Enqueue(group[..(group.Length / 2)]);
                groups.Enqueue(group[(group.Length / 2)..]);
            }
        }

        Tell(failure, isActuator: areAll && !hasAnswer);
    }

    /// <summary>One call.</summary>
    /// <returns>What it threw; <see langword="null"/> if it answered.</returns>
    private async Task<Exception?> TryAskAsync(Run<TTask, TResult>[] runs, CancellationToken stopping)
    {
        runs = Array.FindAll(runs, static run => run.Phase == RunPhase.Following);
        if (runs.Length == 0)
        {
            return null;
        }

        try
        {
            TaskRunStatus[] statuses = await calls.GetStatusesAsync(runs, stopping).ConfigureAwait(false);
            for (int i = 0; i < runs.Length; i++)
            {
                runs[i].Details.AskedApart = 0;

                // Not awaited: fetching the output of one run may take long, and the others go on.
                parts.Background.Forget(follower.HandleAsync(runs[i], statuses[i]), "handling a status");
            }

            return null;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            foreach (Run<TTask, TResult> run in runs)
            {
                // The latest ones come last next time, so that a few that always fail do not stand before the others. If the engine fails, none of them is to blame.
                run.Details.AskedApart = exception is ActuatorUnreachableException ? 0 : _round;
                parts.Background.Forget(follower.HandleAsync(run, TaskRunStatus.Unknown), "handling a status");
            }

            return exception;
        }
    }

    private void Tell(Exception? failure, bool isActuator)
    {
        if (failure is not null && isActuator)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        if (failure is not null)
        {
            _single.Failed(failure);
        }
    }
}
