namespace GeneratedScheduler.Storage;

/// <summary>The tasks that wait and are due, best first. What the containers in memory differ in.</summary>
/// <remarks>Owns <see cref="TaskNode.PlaceLinks"/> and <see cref="TaskNode.Place"/> of the tasks in it; called under the lock.</remarks>
internal abstract class ReadyOrder
{
    /// <summary>How many tasks are ready.</summary>
    internal abstract int Count { get; }

    /// <summary>Adds a task behind all that are as good.</summary>
    internal abstract void Add(TaskNode node);

    /// <summary>Removes a task, wherever it is.</summary>
    internal abstract void Remove(TaskNode node);

    /// <summary>Removes and returns the best task. There must be one.</summary>
    internal abstract TaskNode Take();
}
