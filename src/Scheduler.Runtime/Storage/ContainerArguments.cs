namespace GeneratedScheduler.Storage;

/// <summary>The checks of arguments that all containers share, so that the same mistake has the same answer whatever keeps the tasks.</summary>
internal static class ContainerArguments
{
    /// <summary>A task that is to be added has an id and options.</summary>
    /// <exception cref="ArgumentException">It has not; the message says where in the batch it is.</exception>
    public static void Check<TTask>(in NewTask<TTask> task, int index, string name)
    {
        if (task.Id.IsEmpty || task.Options is null)
        {
            throw new ArgumentException(
                $"Task {index} has no {(task.Id.IsEmpty ? "id; make one with TaskId.New()" : "options; write new EnqueueOptions()")}.", name);
        }
    }

    /// <summary>Every task that is to be added has an id and options.</summary>
    /// <exception cref="ArgumentException">One has not; the message says which.</exception>
    public static void Check<TTask>(ReadOnlySpan<NewTask<TTask>> tasks)
    {
        for (int i = 0; i < tasks.Length; i++)
        {
            Check(tasks[i], i, nameof(tasks));
        }
    }

    /// <summary>The lease of the request is longer than zero, and its limit is not negative.</summary>
    /// <exception cref="ArgumentException">One of it is not so.</exception>
    public static void Check(in ClaimRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(request.ClusterConcurrency, nameof(request));
        CheckLease(request.LeaseDuration, nameof(request));
    }

    /// <summary>The lease is longer than zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void Check(in RenewRequest request) => CheckLease(request.LeaseDuration, nameof(request));

    /// <summary>There is something to look at, and the number of losses is not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of it is not so.</exception>
    public static void Check(in RescueRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Limit, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfNegative(request.MaxLosses, nameof(request));
    }

    /// <summary>The command is one that can be carried out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of <see cref="TaskCommand"/>.</exception>
    public static void Check(TaskCommand command)
    {
        if (command is < TaskCommand.Start or > TaskCommand.Delete)
        {
            throw new ArgumentOutOfRangeException(nameof(command), command, $"{command} is not a command. Write Start, Stop, Restart or Delete.");
        }
    }

    /// <summary>The time that a call may wait is zero or more, or infinite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static void CheckWait(TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A wait must be zero or more; write Timeout.InfiniteTimeSpan for one without an end.");
        }
    }

    /// <summary>There is one place for the answer about each task.</summary>
    /// <param name="places">How many places there are.</param>
    /// <param name="wanted">How many are needed.</param>
    /// <param name="name">The parameter with the places.</param>
    /// <param name="mayBeEmpty">Whether none at all will do, because nobody asks for answers.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static void CheckPlaces(int places, int wanted, string name, bool mayBeEmpty = false)
    {
        if (places != wanted && !(mayBeEmpty && places == 0))
        {
            throw new ArgumentException($"{wanted} places are needed, one for each task, and {places} are there.", name);
        }
    }

    private static void CheckLease(TimeSpan lease, string name)
    {
        if (lease <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(name, lease, "LeaseDuration must be longer than zero; 30 seconds is a good start.");
        }
    }
}
