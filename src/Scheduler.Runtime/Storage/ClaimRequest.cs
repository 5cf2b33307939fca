namespace GeneratedScheduler.Storage;

/// <summary>Who claims tasks, and under which terms.</summary>
/// <param name="claimant">The process that claims.</param>
/// <param name="leaseDuration">How long the claim holds without being renewed.</param>
/// <param name="clusterConcurrency">The most tasks of the container that may be claimed at one instant; 0 for no limit.</param>
public readonly struct ClaimRequest(ClaimantId claimant, TimeSpan leaseDuration, int clusterConcurrency = 0)
{
    /// <summary>The process that claims.</summary>
    public ClaimantId Claimant { get; } = claimant;

    /// <summary>How long the claim holds without being renewed.</summary>
    public TimeSpan LeaseDuration { get; internal init; } = leaseDuration;

    /// <summary>The most tasks of the container that may be claimed at one instant by all schedulers together; 0 for no limit.</summary>
    public int ClusterConcurrency { get; internal init; } = clusterConcurrency;
}
