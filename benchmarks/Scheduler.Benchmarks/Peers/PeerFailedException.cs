namespace GeneratedScheduler.Benchmarks.Peers;

/// <summary>A peer outside of this process could not be measured; the others still are.</summary>
internal sealed class PeerFailedException(string message) : Exception(message);
