namespace GeneratedScheduler.Benchmarks.Measuring;

/// <summary>The middle value: a round that was disturbed does not move it.</summary>
internal static class Median
{
    /// <summary>The middle value; of an even number of values, the mean of the two in the middle.</summary>
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            throw new InvalidOperationException("The median of no values is not defined.");
        }

        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
