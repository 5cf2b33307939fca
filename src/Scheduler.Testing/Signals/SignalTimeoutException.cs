namespace GeneratedScheduler.Testing;

/// <summary>What a test waited for did not happen.</summary>
public sealed class SignalTimeoutException : TimeoutException
{
    internal SignalTimeoutException(string name, string wanted, TimeSpan waited, IReadOnlyList<string> seen)
        : base($"'{name}': {wanted} did not come within {waited}. "
            + (seen.Count == 0 ? "Nothing came at all." : $"{seen.Count} came: {string.Join(", ", seen.TakeLast(20))}."))
    {
    }
}
