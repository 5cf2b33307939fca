namespace GeneratedScheduler.Conformance;

/// <summary>Checks with messages that say what was expected and what came.</summary>
internal static class Expect
{
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new ConformanceException($"{what}: expected {Shown.Of(expected)}, but it was {Shown.Of(actual)}.");
        }
    }

    /// <summary>Compares every member.</summary>
    public static void Equal(ProbeRecord? expected, ProbeRecord? actual, string what) => EqualTexts(Shown.Of(expected), Shown.Of(actual), what);

    /// <summary>Compares every member.</summary>
    public static void Equal(Claimed expected, Claimed actual, string what) => EqualTexts(Shown.Of(expected), Shown.Of(actual), what);

    private static void EqualTexts(string expected, string actual, string what)
    {
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            throw new ConformanceException($"{what}: expected {expected}, but it was {actual}.");
        }
    }

    public static void True(bool condition, string expectation)
    {
        if (!condition)
        {
            throw new ConformanceException($"expected that {expectation}, but it is not so.");
        }
    }

    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
    {
        T[] wanted = [.. expected];
        T[] came = [.. actual];
        if (!wanted.SequenceEqual(came))
        {
            throw new ConformanceException($"{what}: expected {Shown.Of(wanted)}, but it was {Shown.Of(came)}.");
        }
    }

    public static void Set<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what) where T : IComparable<T> =>
        Sequence(expected.Order(), actual.Order(), $"{what} (in any order)");

    public static async Task<TException> ThrowsAsync<TException>(Func<Task> action, string what) where TException : Exception
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (TException exception)
        {
            return exception;
        }

        throw new ConformanceException($"{what}: expected a {typeof(TException).Name}, but the call went through.");
    }
}
