namespace GeneratedScheduler.Storage;

/// <summary>An option that a container stores but does not follow. A scheduler refuses it when it is set.</summary>
/// <param name="Name">
/// The name of the property: <c>Id</c>, <c>Priority</c>, <c>Delay</c>, <c>NotBefore</c>, <c>UniqueKey</c>, <c>Timeout</c> or <c>MaxAttempts</c> of
/// <see cref="EnqueueOptions"/>, or <c>ClusterConcurrency</c> of <see cref="SchedulerOptions"/>.
/// </param>
/// <param name="Advice">Why, and what to use instead, as the rest of a sentence: <c>a queue runs tasks in the order in which they became due; …</c>.</param>
public sealed record UnsupportedOption(string Name, string Advice);
