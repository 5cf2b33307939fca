namespace GeneratedScheduler.Storage;

/// <summary>What a call to a store asks for one kind of task, and what became of it. Belongs to the caller; used for one call at a time.</summary>
public abstract class KindCall
{
    private protected KindCall(ITaskContainer container) => Container = container;

    /// <summary>The container of the kind, as the store has opened it.</summary>
    public ITaskContainer Container { get; }

    /// <summary>Why it could not be done for this kind; <see langword="null"/> if it was done.</summary>
    public Exception? Failure { get; set; }
}

/// <summary>The leases of one kind that are to be extended.</summary>
/// <param name="container">The container of the kind.</param>
/// <param name="request">Who holds what, and for how long from now on.</param>
public sealed class KindRenewal(ITaskContainer container, RenewRequest request) : KindCall(container)
{
    /// <summary>Who holds what, and for how long from now on.</summary>
    public RenewRequest Request => request;

    /// <summary>The answer: what became of the claims.</summary>
    public LeaseReport Report { get; set; } = LeaseReport.Unchanged;
}

/// <summary>Asks for the tasks of one kind whose schedulers are lost.</summary>
/// <param name="container">The container of the kind.</param>
/// <param name="request">How tasks are taken away.</param>
public sealed class KindRescue(ITaskContainer container, RescueRequest request) : KindCall(container)
{
    /// <summary>How tasks are taken away.</summary>
    public RescueRequest Request => request;

    /// <summary>The answer: what was done.</summary>
    public RescueReport Report { get; set; }
}

/// <summary>One kind that waits for tasks.</summary>
/// <param name="container">The container of the kind.</param>
/// <param name="request">The claim that would be made.</param>
public sealed class KindWait(ITaskContainer container, ClaimRequest request) : KindCall(container)
{
    /// <summary>The claim that would be made.</summary>
    public ClaimRequest Request => request;

    /// <summary>The answer: whether there may be something to claim.</summary>
    public bool MayClaim { get; set; }
}
