namespace GeneratedScheduler.Storage;

/// <summary>Who claims tasks, and under which terms.</summary>
/// <param name="Claimant">The scheduler instance.</param>
/// <param name="LeaseDuration">How long the claim holds without being renewed.</param>
/// <param name="ClusterConcurrency">The most tasks of the container that may be claimed at one instant by all schedulers together; 0 for no limit.</param>
public sealed record ClaimRequest(ClaimantId Claimant, TimeSpan LeaseDuration, int ClusterConcurrency = 0);
