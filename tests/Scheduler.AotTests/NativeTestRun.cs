namespace GeneratedScheduler.AotTests;

/// <summary>Counts what passes and what fails. A test framework would need reflection.</summary>
internal sealed class NativeTestRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private int _passed;
    private int _failed;
    private int _skipped;

    public async Task CheckAsync(string name, Func<Task> test)
    {
        try
        {
            await test().WaitAsync(Patience);
            _passed++;
        }
        catch (Exception exception)
        {
            _failed++;
            Console.WriteLine($"failed: {name}: {exception}");
        }
    }

    public void Skip(string name, string reason)
    {
        _skipped++;
        Console.WriteLine($"not for this container: {name}: {reason}");
    }

    /// <summary>Prints the closing line.</summary>
    /// <returns>The exit code.</returns>
    public int Summarize()
    {
        Console.WriteLine($"{_skipped} cases ask for what memory does not have");
        Console.WriteLine($"{_passed} passed, {_failed} failed");
        return _failed == 0 && _passed > 0 ? 0 : 1;
    }

    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InvalidOperationException($"{what}: expected {expected}, came {actual}");
        }
    }
}
