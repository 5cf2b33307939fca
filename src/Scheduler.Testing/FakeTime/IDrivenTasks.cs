namespace GeneratedScheduler.Testing;

/// <summary>The tasks of one kind, as a <see cref="FakeTimeRunner"/> looks at them.</summary>
internal interface IDrivenTasks
{
    /// <summary>The name of the kind of task.</summary>
    string Name { get; }

    /// <summary>Looks at them as they are now.</summary>
    ValueTask<TaskSituation> LookAsync(CancellationToken cancellationToken);
}

/// <summary>What the tasks of one kind are doing.</summary>
/// <param name="Running">How many run, or save their output; without those whose work runs elsewhere.</param>
/// <param name="Due">How many wait although they are due; not counted while some run.</param>
/// <param name="NextDue">When the first of the others that wait is due; <see langword="null"/> if none waits.</param>
internal readonly record struct TaskSituation(long Running, int Due, DateTimeOffset? NextDue)
{
    /// <summary>Whether a call to the container has not returned yet, so that its caller goes on with whatever it is told.</summary>
    public bool IsChanging { get; init; }

    /// <summary>Whether there is nothing to be done at this moment.</summary>
    public bool IsQuiet => Running == 0 && Due == 0 && !IsChanging;
}
