using GeneratedScheduler.Actuators;

namespace GeneratedScheduler.Runs;

/// <summary>Translates what actuators say into how a run ended.</summary>
internal static class RunEndings
{
    public static RunEnding<TResult> From<TResult>(in StartResult<TResult> answer, Exception? thrown, EndReason reason) => thrown switch
    {
        UnreadableTaskException unreadable => RunEnding<TResult>.Failed(unreadable.Failure),
        ActuatorUnreachableException when reason != EndReason.Shutdown =>
            RunEnding<TResult>.Failed(TaskFailure.FromException(thrown, TaskFailureReason.Unreachable)),
        not null => RunEnding<TResult>.FromException(thrown, reason),
        null when answer.Kind == StartKind.Deferred => RunEnding<TResult>.Deferred(answer.Delay),
        null => RunEnding<TResult>.Succeeded(answer.Result),
    };
}

/// <summary>Carries the reason why a stored payload cannot be read to the place where runs end.</summary>
internal sealed class UnreadableTaskException(TaskFailure failure) : Exception(failure.Message)
{
    public TaskFailure Failure { get; } = failure;
}
