using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Measuring;

/// <summary>What was on the heap after each tenth of the tasks: whether it grows with the number of tasks that were ever there.</summary>
/// <remarks>Each sample stops all threads for some milliseconds; ten of them are not seen in a throughput.</remarks>
internal sealed class MemorySamples(int tasks)
{
    private const int Samples = 10;

    private readonly List<(int Ran, long Bytes)> _samples = [];

    public void TakeIfDue(int ran)
    {
        if (ran >= (long)tasks * (_samples.Count + 1) / Samples)
        {
            Take(ran);
        }
    }

    public void Take(int ran) => _samples.Add((ran, HeapMeter.LiveBytes()));

    /// <summary>The slope of the line that fits all samples but the first best, and the most and the last bytes that were seen.</summary>
    public void AddTo(Figures figures)
    {
        // At first caches fill and tables grow to the size of the backlog.
        (int Ran, long Bytes)[] steady = [.. _samples.Skip(1)];
        if (steady.Length > 1)
        {
            double meanRan = steady.Average(static sample => (double)sample.Ran), meanBytes = steady.Average(static sample => (double)sample.Bytes);
            double spread = steady.Sum(sample => Math.Pow(sample.Ran - meanRan, 2));
            figures["heap_growth_bytes_per_task"] = spread == 0 ? 0 : steady.Sum(sample => (sample.Ran - meanRan) * (sample.Bytes - meanBytes)) / spread;
        }

        figures["heap_bytes_most"] = _samples.Max(static sample => sample.Bytes);
        figures["heap_bytes_last"] = _samples[^1].Bytes;
        figures["working_set_bytes"] = Environment.WorkingSet;
    }
}
