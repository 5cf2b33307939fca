namespace GeneratedScheduler.Storage;

/// <summary>An option that a container stores but does not follow. A scheduler refuses it when it is set.</summary>
/// <param name="name">The name of the property.</param>
/// <param name="advice">Why, and what to use instead.</param>
public sealed class UnsupportedOption(string name, string advice)
{
    /// <summary>
    /// The name of the property: <c>Id</c>, <c>Priority</c>, <c>Delay</c>, <c>NotBefore</c>, <c>UniqueKey</c>, <c>Timeout</c> or <c>MaxAttempts</c> of
    /// <see cref="EnqueueOptions"/>, or <c>ClusterConcurrency</c> of <see cref="SchedulerOptions"/>.
    /// </summary>
    public string Name => name;

    /// <summary>Why, and what to use instead, as the rest of a sentence: <c>a queue runs tasks in the order in which they became due; …</c>.</summary>
    public string Advice => advice;
}
