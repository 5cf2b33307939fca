namespace GeneratedScheduler.Sql;

/// <summary>Carries out a call for several tasks, by halves where the database refuses, until those to blame are alone.</summary>
internal static class Halves
{
    public static void Run<T>(ReadOnlyMemory<T> tasks, Action<ReadOnlyMemory<T>> write, Action<T, Exception> refused)
    {
        try
        {
            write(tasks);
        }
        catch (Exception exception) when (exception is RefusedException or UniqueConflictException)
        {
            if (tasks.Length == 1)
            {
                refused(tasks.Span[0], exception);
                return;
            }

            int half = tasks.Length / 2;
            Run(tasks[..half], write, refused);
            Run(tasks[half..], write, refused);
        }
    }

    public static async ValueTask RunAsync<T>(ReadOnlyMemory<T> tasks, Func<ReadOnlyMemory<T>, ValueTask> write, Action<T, Exception> refused)
    {
        try
        {
            await write(tasks).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RefusedException or UniqueConflictException)
        {
            if (tasks.Length == 1)
            {
                refused(tasks.Span[0], exception);
                return;
            }

            int half = tasks.Length / 2;
            await RunAsync(tasks[..half], write, refused).ConfigureAwait(false);
            await RunAsync(tasks[half..], write, refused).ConfigureAwait(false);
        }
    }
}
