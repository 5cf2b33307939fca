using System.Diagnostics;

namespace GeneratedScheduler.Benchmarks.Measuring;

/// <summary>A timed stretch of a round: while it runs, what the counters stood at; once it is over, how far they went.</summary>
internal readonly record struct Stretch
{
    private Stretch(double seconds, double cpuSeconds, double gcPauseSeconds, long bytes) =>
        (Seconds, CpuSeconds, GcPauseSeconds, Bytes) = (seconds, cpuSeconds, gcPauseSeconds, bytes);

    public double Seconds { get; }

    /// <summary>The processor time of the whole process.</summary>
    public double CpuSeconds { get; }

    public double GcPauseSeconds { get; }

    /// <summary>What all threads allocated.</summary>
    public long Bytes { get; }

    public static Meter Begin() => Meter.Read();

    /// <summary>What the counters stood at.</summary>
    internal readonly record struct Meter
    {
        private Meter(long bytes, TimeSpan gcPause, TimeSpan cpu, long timestamp) =>
            (_bytes, _gcPause, _cpu, _timestamp) = (bytes, gcPause, cpu, timestamp);

        private readonly long _bytes;
        private readonly TimeSpan _gcPause;
        private readonly TimeSpan _cpu;
        private readonly long _timestamp;

        // The clock is read last here and first at the end, so that reading the other counters is not timed.
        internal static Meter Read() =>
            new(HeapMeter.AllocatedBytes(), GC.GetTotalPauseDuration(), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());

        /// <param name="finishedAt">When it was over, if somebody else looked at the clock; 0 for now.</param>
        public Stretch End(long finishedAt = 0)
        {
            long end = finishedAt == 0 ? Stopwatch.GetTimestamp() : finishedAt;
            TimeSpan cpu = Environment.CpuUsage.TotalTime - _cpu;
            TimeSpan gcPause = GC.GetTotalPauseDuration() - _gcPause;
            return new Stretch(
                Stopwatch.GetElapsedTime(_timestamp, end).TotalSeconds,
                cpu.TotalSeconds,
                gcPause.TotalSeconds,
                HeapMeter.AllocatedBytes() - _bytes);
        }
    }
}
