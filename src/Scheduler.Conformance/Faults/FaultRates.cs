namespace GeneratedScheduler.Conformance;

/// <summary>How often each fault is injected, as a fraction of all calls, from 0 to 1; together not more than 1.</summary>
public sealed record FaultRates
{
    /// <summary>How often a request is lost.</summary>
    public double ThrowBefore { get; init; }

    /// <summary>How often an answer is lost.</summary>
    public double ThrowAfter { get; init; }

    /// <summary>How often a call is late.</summary>
    public double Delay { get; init; }

    /// <summary>How often a request is delivered twice.</summary>
    public double Duplicate { get; init; }

    internal FaultKind Pick(double fraction)
    {
        double bound = ThrowBefore;
        if (fraction < bound)
        {
            return FaultKind.ThrowBefore;
        }

        if (fraction < (bound += ThrowAfter))
        {
            return FaultKind.ThrowAfter;
        }

        if (fraction < (bound += Delay))
        {
            return FaultKind.Delay;
        }

        return fraction < bound + Duplicate ? FaultKind.Duplicate : FaultKind.None;
    }
}
