using System.Diagnostics;
using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Measuring;

/// <summary>How long something took each time.</summary>
internal sealed class Latencies(int capacity)
{
    private readonly List<double> _milliseconds = new(capacity);

    /// <param name="begin">A timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="end">A later one.</param>
    public void Add(long begin, long end) => _milliseconds.Add(Stopwatch.GetElapsedTime(begin, end).TotalMilliseconds);

    /// <summary>Adds what half, 95 and 99 of a hundred were not above.</summary>
    public void AddTo(Figures figures, string name)
    {
        double[] sorted = [.. _milliseconds.Order()];
        foreach (int share in (int[])[50, 95, 99])
        {
            int rank = (int)Math.Ceiling(share / 100d * sorted.Length);
            figures[$"{name}_p{share}_ms"] = sorted.Length == 0 ? double.MaxValue : sorted[rank - 1];
        }
    }
}
