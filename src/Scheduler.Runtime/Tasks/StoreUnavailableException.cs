namespace GeneratedScheduler;

/// <summary>
/// The database of the tasks cannot be used at present: it cannot be reached, does not answer in time, lets nobody in, or takes no writes.
/// <see cref="Exception.InnerException"/> is what its provider threw.
/// </summary>
/// <remarks>The loops of a scheduler try again by themselves; a caller that enqueues decides by <see cref="MayHaveChanged"/>.</remarks>
public class StoreUnavailableException : SchedulerException
{
    /// <summary>Names the database and says why it cannot be used.</summary>
    /// <param name="store">The database, for people: <c>PostgreSQL</c>.</param>
    /// <param name="problem">Why it cannot be used.</param>
    /// <param name="innerException">What the provider threw.</param>
    /// <param name="mayHaveChanged">Whether the call may have been carried out although its answer did not arrive.</param>
    public StoreUnavailableException(string store, string problem, Exception? innerException = null, bool mayHaveChanged = false)
        : base(
            $"{store} cannot be used at present: {problem}"
                + (mayHaveChanged ? " The connection was lost after the call was sent: it may have been carried out." : ""),
            innerException) =>
        (Store, MayHaveChanged) = (store, mayHaveChanged);

    /// <summary>For exceptions that say more about the database of their kind.</summary>
    /// <param name="store">The database, for people.</param>
    /// <param name="message">The whole message.</param>
    /// <param name="mayHaveChanged">Whether the call may have been carried out.</param>
    /// <param name="innerException">What the provider threw.</param>
    private protected StoreUnavailableException(string store, string message, bool mayHaveChanged, Exception? innerException) : base(message, innerException) =>
        (Store, MayHaveChanged) = (store, mayHaveChanged);

    /// <summary>The database, for people.</summary>
    public string Store { get; }

    /// <summary>
    /// Whether the call may have been carried out although its answer did not arrive; <see langword="false"/> if nothing was changed. To repeat an
    /// add of which that is not known, give its tasks ids of your own.
    /// </summary>
    public bool MayHaveChanged { get; }
}
