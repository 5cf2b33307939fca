using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Loops;

/// <summary>One kind of task, as the thread that renews leases sees it. Called on that thread, one call at a time.</summary>
internal interface ILeaseHolder
{
    /// <summary>How long claims of this kind hold.</summary>
    TimeSpan LeaseDuration { get; }

    /// <summary>What is to be renewed; <see langword="null"/> if nothing is.</summary>
    KindRenewal? BeginRenewal();

    /// <summary>Acts on what became of the leases.</summary>
    /// <param name="renewal">The answer, or the failure.</param>
    /// <param name="sentAt">When the call was sent, by the clock of the scheduler.</param>
    void EndRenewal(KindRenewal renewal, long sentAt);

    /// <summary>How to look for lost tasks; <see langword="null"/> if that is not to be done.</summary>
    KindRescue? BeginRescue();

    /// <summary>Notes what a rescue has done.</summary>
    /// <returns>Whether there may be more to rescue.</returns>
    bool EndRescue(KindRescue rescue);

    /// <summary>Notes that a round has worked.</summary>
    void RoundSucceeded();

    /// <summary>Notes that a round has failed.</summary>
    /// <returns>How long to wait before the next try.</returns>
    TimeSpan RoundFailed(Exception exception);
}
