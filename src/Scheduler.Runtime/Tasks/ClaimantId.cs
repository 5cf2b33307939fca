namespace GeneratedScheduler;

/// <summary>One start of one process, as a store knows it: all schedulers of a host claim under one id, and a scheduler without a host has its own. Random, never derived from a host's or a process's name, so that no restart reuses it.</summary>
public readonly record struct ClaimantId
{
    /// <summary>Takes a value that was stored.</summary>
    /// <param name="value">The random value.</param>
    public ClaimantId(Guid value) => Value = value;

    /// <summary>The random value.</summary>
    public Guid Value { get; }

    /// <summary>Makes a new one.</summary>
    public static ClaimantId New() => new(Guid.NewGuid());

    /// <summary>The value in its usual form.</summary>
    public override string ToString() => Value.ToString("D");
}
