using System.Globalization;
using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Scenarios.Drain;

/// <summary>What all rounds together say.</summary>
internal sealed class DrainSummary(DrainSettings settings, IReadOnlyList<DrainLine> lines)
{
    /// <summary>One line for each system: the median of each field.</summary>
    public IEnumerable<DrainLine> Medians() => settings.Systems.Select(MedianOf);

    /// <summary>Our speed against that of each peer.</summary>
    /// <remarks>
    /// The median of the ratios of the rounds and not the ratio of the medians: what disturbs the machine for longer than a round
    /// disturbs both sides of a ratio.
    /// </remarks>
    public IEnumerable<string> Ratios() =>
        settings.Systems.Where(static system => system != TaskSystems.Ours).Select(peer => RatioTo(peer.Name));

    private DrainLine MedianOf(ITaskSystemFactory system)
    {
        DrainLine[] rounds = RoundsOf(system.Name);
        double Of(Func<DrainLine, double> field) => Median.Of(rounds.Select(field));
        return rounds[0] with
        {
            Kind = "median",
            Round = null,
            Ran = rounds.FirstOrDefault(static line => line.Ran != line.Tasks, rounds[0]).Ran,
            Seconds = Math.Round(Of(static line => line.Seconds), 6),
            PerSecond = Math.Round(Of(static line => line.PerSecond)),
            CpuSeconds = Math.Round(Of(static line => line.CpuSeconds), 6),
            BytesPerTask = Of(static line => line.BytesPerTask),
            EnqueueBytesPerTask = Of(static line => line.EnqueueBytesPerTask),
            DrainBytesPerTask = Of(static line => line.DrainBytesPerTask),
            LiveBytesPerTask = Of(static line => line.LiveBytesPerTask),
            EnqueuePerSecond = Math.Round(Of(static line => line.EnqueuePerSecond)),
            GcPauseSeconds = Math.Round(Of(static line => line.GcPauseSeconds), 6),
        };
    }

    private string RatioTo(string peer)
    {
        double[] ratios = [.. RoundsOf(TaskSystems.Ours.Name).Zip(RoundsOf(peer), static (ours, theirs) => ours.PerSecond / theirs.PerSecond)];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{TaskSystems.Ours.Name} / {peer}: {Median.Of(ratios):G3} (rounds from {ratios.Min():G3} to {ratios.Max():G3})");
    }

    private DrainLine[] RoundsOf(string system) => [.. lines.Where(line => line.System == system).OrderBy(static line => line.Round)];
}
