namespace GeneratedScheduler.Reliability.Faults;

/// <summary>A fault and its moment, counted from the begin of the run.</summary>
internal readonly record struct PlannedFault(TimeSpan At, FaultKind Kind);

/// <summary>What happens when; one seed gives one plan.</summary>
internal static class FaultPlan
{
    // Workers shall have something to lose.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<PlannedFault> Make(HarnessOptions options, Random random)
    {
        List<PlannedFault> plan = [];
        foreach (FaultKind fault in options.Faults.Order())
        {
            int count = fault switch
            {
                FaultKind.Kill => options.Kills,
                FaultKind.Clock => 0,
                _ => (int)Math.Ceiling(options.Duration / FaultKinds.Interval(fault)),
            };
            for (int i = 0; i < count; i++)
            {
                plan.Add(new PlannedFault(Quiet + random.NextDouble() * (options.Duration - Quiet), fault));
            }
        }

        return [.. plan.OrderBy(fault => fault.At)];
    }
}
