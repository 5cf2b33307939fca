namespace GeneratedScheduler.Conformance;

/// <summary>A container does not do what its contract says.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Says what was expected and what came instead.</summary>
    public ConformanceException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
