using System.Globalization;

namespace GeneratedScheduler.Conformance;

/// <summary>Checks with messages that say what was expected and what came.</summary>
internal static class Expect
{
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new ConformanceException($"{what}: expected {Show(expected)}, but it was {Show(actual)}.");
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
            throw new ConformanceException($"{what}: expected {Show(wanted)}, but it was {Show(came)}.");
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

    private static string Show<T>(T value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        System.Collections.IEnumerable many => ShowMany(many),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string ShowMany(System.Collections.IEnumerable many)
    {
        const int shown = 12;
        List<string> parts = [.. many.Cast<object?>().Select(Show)];
        string more = parts.Count > shown ? $", … {parts.Count} in all" : "";
        return $"[{string.Join(", ", parts.Take(shown))}{more}]";
    }
}
