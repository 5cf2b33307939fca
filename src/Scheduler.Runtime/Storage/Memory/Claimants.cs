namespace GeneratedScheduler.Storage;

/// <summary>A scheduler that claims tasks, and all that it holds.</summary>
internal sealed class Claimant(ClaimantId id)
{
    internal readonly ClaimantId Id = id;

    /// <summary>The tasks, in the order in which they were claimed.</summary>
    internal TaskList<PlaceLink> Held;

    /// <summary>No lease of this claimant runs out before, in UTC ticks. A bound: the tasks know exactly.</summary>
    internal long EarliestLease = long.MaxValue;
}

/// <summary>The schedulers that hold tasks. Finding expired leases looks at those schedulers only that have not renewed.</summary>
internal sealed class Claimants
{
    // Schedulers that hold nothing at this instant claim again in a moment; those that never will are swept when a new one comes.
    private const int IdleKept = 8;

    private readonly Dictionary<ClaimantId, Claimant> _claimants = [];
    private Claimant? _latest;

    internal int Count => _claimants.Count;

    internal Claimant? Find(ClaimantId id) => _latest is { } latest && latest.Id == id ? latest : _claimants.GetValueOrDefault(id);

    internal Claimant GetOrAdd(ClaimantId id)
    {
        Claimant? claimant = Find(id);
        if (claimant is null)
        {
            SweepIdle();
            claimant = new Claimant(id);
            _claimants.Add(id, claimant);
        }

        _latest = claimant;
        return claimant;
    }

    internal static void Hold(Claimant claimant, TaskNode node, long leaseUntil)
    {
        node.Place = claimant;
        node.LeaseUntilOrFinishedAt = leaseUntil;
        claimant.Held.Add(node);
        claimant.EarliestLease = Math.Min(claimant.EarliestLease, leaseUntil);
    }

    internal static void Drop(TaskNode node)
    {
        Claimant claimant = (Claimant)node.Place!;
        node.Place = null;
        claimant.Held.Remove(node);
        if (claimant.Held.Count == 0)
        {
            claimant.EarliestLease = long.MaxValue;
        }
    }

    /// <summary>Gives a task a new lease. <see cref="EndRenewal"/> comes after the last one.</summary>
    internal static void Renew(TaskNode node, long leaseUntil) => node.LeaseUntilOrFinishedAt = leaseUntil;

    /// <summary>Finds the bound anew, once all leases of a renewal are written.</summary>
    internal static void EndRenewal(Claimant claimant)
    {
        long earliest = long.MaxValue;
        for (TaskNode? node = claimant.Held.First; node is not null; node = node.PlaceLinks.Next)
        {
            earliest = Math.Min(earliest, node.LeaseUntilOrFinishedAt);
        }

        claimant.EarliestLease = earliest;
    }

    /// <summary>Lists tasks whose leases ran out at <paramref name="now"/> or before, at most <paramref name="limit"/>.</summary>
    internal List<TaskNode>? FindExpired(long now, int limit)
    {
        List<TaskNode>? expired = null;
        foreach (Claimant claimant in _claimants.Values)
        {
            if (claimant.EarliestLease <= now && !CollectExpired(claimant, now, limit, ref expired))
            {
                break;
            }
        }

        return expired;
    }

    /// <summary>Moves the ends of all leases, when the clock was set by so much.</summary>
    internal void Shift(long by)
    {
        foreach (Claimant claimant in _claimants.Values)
        {
            for (TaskNode? node = claimant.Held.First; node is not null; node = node.PlaceLinks.Next)
            {
                node.LeaseUntilOrFinishedAt = Ticks.After(node.LeaseUntilOrFinishedAt, TimeSpan.FromTicks(by));
            }

            EndRenewal(claimant);
        }
    }

    internal void Clear()
    {
        _claimants.Clear();
        _latest = null;
    }

    // Answers false if there may be more than the limit allowed to look at; the bound then stays, and so does what is expired.
    private static bool CollectExpired(Claimant claimant, long now, int limit, ref List<TaskNode>? expired)
    {
        long earliest = long.MaxValue;
        for (TaskNode? node = claimant.Held.First; node is not null; node = node.PlaceLinks.Next)
        {
            if (node.LeaseUntilOrFinishedAt > now)
            {
                earliest = Math.Min(earliest, node.LeaseUntilOrFinishedAt);
                continue;
            }

            if (expired?.Count == limit)
            {
                return false;
            }

            (expired ??= []).Add(node);
        }

        claimant.EarliestLease = earliest;
        return true;
    }

    private void SweepIdle()
    {
        if (_claimants.Count < IdleKept)
        {
            return;
        }

        foreach ((ClaimantId id, Claimant claimant) in _claimants)
        {
            if (claimant.Held.Count == 0)
            {
                _claimants.Remove(id);
            }
        }

        _latest = null;
    }
}
