namespace GeneratedScheduler.Storage;

/// <summary>A task to be added.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <param name="Id">The task.</param>
/// <param name="Payload">What it works on.</param>
/// <param name="Options">Priority, not-before, unique key and overrides; may be shared by a whole batch. Its id is not looked at.</param>
/// <param name="Start">Whether the task is Waiting at once; otherwise it is Unstarted until started.</param>
public readonly record struct NewTask<TTask>(TaskId Id, TTask Payload, EnqueueOptions Options, bool Start = true);
