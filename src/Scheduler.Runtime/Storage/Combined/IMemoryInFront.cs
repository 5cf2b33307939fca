namespace GeneratedScheduler.Storage;

/// <summary>A container of a <see cref="CombinedStore"/>, of any kind of task.</summary>
internal interface IMemoryInFront
{
    /// <summary>The container behind it.</summary>
    ITaskContainer Durable { get; }
}
