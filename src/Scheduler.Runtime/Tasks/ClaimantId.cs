namespace GeneratedScheduler;

/// <summary>One start of one scheduler. Random, never derived from a host's or a process's name, so that no restart reuses it.</summary>
/// <param name="Value">The random value.</param>
public readonly record struct ClaimantId(Guid Value)
{
    /// <summary>Makes a new one.</summary>
    public static ClaimantId New() => new(Guid.NewGuid());

    /// <summary>The value in its usual form.</summary>
    public override string ToString() => Value.ToString("D");
}
