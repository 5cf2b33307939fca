using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runs;

/// <summary>Decides which move a task makes after a run: whether another attempt follows a failure, and what is written if the container refuses a move.</summary>
internal sealed class RunTransitions<TTask, TResult>(SchedulerParts<TTask, TResult> parts)
{
    private const int LeastUnreadableAttempts = 4;

    /// <summary>The move that follows from what the attempt ended with.</summary>
    public TaskTransition<TResult> After(Run<TTask, TResult> run, in RunResult<TResult> result) => result.Event switch
    {
        TaskEvent.Succeed => TaskTransition<TResult>.Succeed(run.Id, run.Key.ClaimToken, result.Result),
        TaskEvent.Fail => AfterFailure(run, result),
        TaskEvent.Defer => TaskTransition<TResult>.Defer(run.Id, run.Key.ClaimToken, result.Delay!.Value),
        TaskEvent.Release => TaskTransition<TResult>.Release(run.Id, run.Key.ClaimToken),
        _ => TaskTransition<TResult>.Stop(run.Id, run.Key.ClaimToken),
    };

    /// <summary>What to write instead of a move that the container refuses; <see langword="null"/> if it is left to whoever rescues the task.</summary>
    public TaskTransition<TResult>? InsteadOf(Run<TTask, TResult> run, in TaskTransition<TResult> refused)
    {
        string words = run.Details.Refusal ?? "The container does not store it.";
        if (refused.Failure is { } failure && PlainFailure.Of(failure) is { } plain && !ReferenceEquals(plain, failure))
        {
            // A failure is always told, with its true reason, whatever characters the store has and however much fits.
            return refused.Event == TaskEvent.Retry
                ? TaskTransition<TResult>.Retry(run.Id, run.Key.ClaimToken, plain, refused.Delay)
                : TaskTransition<TResult>.Fail(run.Id, run.Key.ClaimToken, plain);
        }

        return refused.Event switch
        {
            // To run it again would change nothing: the code has done its work, and it is the store that does not want the result.
            TaskEvent.Succeed => AfterFailure(run, RunResult<TResult>.Unstorable(words)),
            TaskEvent.Retry when refused.Failure is { } reason => TaskTransition<TResult>.Fail(
                run.Id, run.Key.ClaimToken, reason.WithTexts($"{reason.Message} (The store refused another attempt. {words})", reason.ErrorType, reason.StackTrace)),
            TaskEvent.Stop or TaskEvent.Defer => AfterFailure(run, RunResult<TResult>.Unstorable(words)),

            // A release is for others to go on; they do when the lease has run out. And there is nothing simpler than a plain failure.
            _ => null,
        };
    }

    /// <summary>Whether another attempt follows, and when.</summary>
    private TaskTransition<TResult> AfterFailure(Run<TTask, TResult> run, in RunResult<TResult> result)
    {
        TaskFailure failure = result.Failure!;
        bool mayRetry = !result.DoNotRetry && run.Attempt < Attempts(run);
        if (mayRetry && (result.Delay ?? AskPolicy(run, failure)) is { } delay)
        {
            delay = delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
            parts.Logger.AttemptFailed(failure.Exception, parts.Name, run.Id, run.Attempt, run.MaxAttempts, failure.Reason, delay);
            return TaskTransition<TResult>.Retry(run.Id, run.Key.ClaimToken, failure, delay);
        }

        parts.Logger.TaskFailed(failure.Exception, parts.Name, run.Id, run.Attempt, failure.Reason, failure.Message);
        return TaskTransition<TResult>.Fail(run.Id, run.Key.ClaimToken, failure);
    }

    // While versions change, another process may be able to read what this one cannot, so the first failure to read is never the last one. What
    // fails here costs no run of the code, but it counts, because nothing else that is stored bounds it.
    private static int Attempts(Run<TTask, TResult> run) =>
        run.DetailsOrNull?.Unreadable is null ? run.MaxAttempts : Math.Max(run.MaxAttempts, LeastUnreadableAttempts);

    private TimeSpan? AskPolicy(Run<TTask, TResult> run, TaskFailure failure)
    {
        try
        {
            RetryPolicy policy = parts.Options.Retry;
            if (policy == RetryPolicy.None && run.DetailsOrNull?.Unreadable is not null)
            {
                policy = RetryPolicy.Default;
            }

            return policy.NextDelay(new FailedAttempt(run.Id, run.Attempt, failure));
        }
        catch (Exception exception)
        {
            parts.Logger.RetryPolicyFailed(exception, parts.Name, run.Id);
            return null;
        }
    }
}
