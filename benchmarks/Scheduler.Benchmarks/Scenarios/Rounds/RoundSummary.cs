using System.Globalization;
using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Scenarios.Rounds;

/// <summary>What all rounds together say.</summary>
internal sealed class RoundSummary(RoundPlan plan, IReadOnlyList<RoundLine> lines)
{
    /// <summary>For each system that was measured, the median of each figure by itself.</summary>
    public IEnumerable<Measurement> Medians() =>
        plan.Contestants.Select(contestant => RoundsOf(contestant.Name)).Where(static rounds => rounds.Length > 0).Select(MedianOf);

    /// <summary>Our figure against that of each peer.</summary>
    /// <remarks>
    /// The median of the ratios of the rounds and not the ratio of the medians: what disturbs the machine for longer than a round
    /// disturbs both sides of a ratio.
    /// </remarks>
    public IEnumerable<string> Ratios()
    {
        RoundLine[] ours = RoundsOf(plan.Contestants[0].Name);
        foreach (Contestant peer in plan.Contestants.Skip(1))
        {
            double[] ratios = [.. ours.Join(RoundsOf(peer.Name), static line => line.Round, static line => line.Round, RatioOf)];
            if (ratios.Length > 0)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{plan.Contestants[0].Name} / {peer.Name}: {plan.Compared} {Median.Of(ratios):G3} (rounds from {ratios.Min():G3} to {ratios.Max():G3})");
            }
        }
    }

    private double RatioOf(RoundLine ours, RoundLine theirs) => ours.Measured.Figures[plan.Compared] / theirs.Measured.Figures[plan.Compared];

    private static Measurement MedianOf(RoundLine[] rounds)
    {
        Measurement first = rounds[0].Measured;
        Figures figures = new();
        foreach (string name in first.Figures.Names)
        {
            figures[name] = Median.Of(rounds.Where(line => line.Measured.Figures.Has(name)).Select(line => line.Measured.Figures[name]));
        }

        // A round that went wrong must be seen here too.
        Measurement shown = rounds.FirstOrDefault(static line => line.Measured.Ran != line.Measured.Tasks, rounds[0]).Measured;
        return shown with { Figures = figures };
    }

    private RoundLine[] RoundsOf(string system) => [.. lines.Where(line => line.Measured.System == system)];
}
