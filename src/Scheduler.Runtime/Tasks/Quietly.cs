namespace GeneratedScheduler;

/// <summary>
/// For tasks that tell how something ended which is stored and logged: who began to await one may go away, and that leaves no exception behind
/// that nobody looks at (<see cref="TaskScheduler.UnobservedTaskException"/>).
/// </summary>
internal static class Quietly
{
    public static Task<T> Observed<T>(this Task<T> task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            _ = task.ContinueWith(
                static ended => ended.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        return task;
    }

    public static void FailQuietly<T>(this TaskCompletionSource<T> source, Exception exception)
    {
        source.TrySetException(exception);
        _ = source.Task.Exception;
    }
}
