namespace GeneratedScheduler.Scheduling;

/// <summary>Checks what a caller says about a task, before anything is added.</summary>
internal static class EnqueueOptionsValidator
{
    public static void Validate(string taskName, EnqueueOptions options, bool isBatch)
    {
        CheckTimes(taskName, options);
        if (options.MaxAttempts < 1)
        {
            throw new InvalidTaskException(taskName, nameof(options.MaxAttempts), $"is {options.MaxAttempts}; write at least 1.");
        }

        if (options.UniqueKey is { } key && key.Length is 0 or > EnqueueOptions.MaxUniqueKeyLength)
        {
            throw new InvalidTaskException(taskName, nameof(options.UniqueKey),
                $"has {key.Length} characters; write 1 to {EnqueueOptions.MaxUniqueKeyLength}, or leave it out.");
        }

        if (options.Id is { IsEmpty: true })
        {
            throw new InvalidTaskException(taskName, nameof(options.Id), "is empty; leave it out to have one made.");
        }

        if (isBatch && (options.Id is not null || options.UniqueKey is not null || options.OnConflict != EnqueueConflict.Throw))
        {
            throw new InvalidTaskException(taskName, nameof(options),
                "name an Id, a UniqueKey or OnConflict for a batch; enqueue such tasks one by one.");
        }
    }

    private static void CheckTimes(string taskName, EnqueueOptions options)
    {
        if (options.Delay < TimeSpan.Zero)
        {
            throw new InvalidTaskException(taskName, nameof(options.Delay), $"is {options.Delay}; write zero or more.");
        }

        if (options.Delay > TimeSpan.Zero && options.NotBefore is not null)
        {
            throw new InvalidTaskException(taskName, nameof(options.Delay), "and NotBefore are both set; write one of them.");
        }

        if (options.Timeout <= TimeSpan.Zero)
        {
            throw new InvalidTaskException(taskName, nameof(options.Timeout), $"is {options.Timeout}; write more than zero.");
        }
    }
}
