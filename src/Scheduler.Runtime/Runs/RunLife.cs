namespace GeneratedScheduler.Runs;

/// <summary>Where a run is, which of its parts are over, and why it was told to end: all in one word, changed atomically.</summary>
internal struct RunLife
{
    private const int FollowingBit = 1;
    private const int EndingBit = 2;
    private const int PartsShift = 2;
    private const int PartsMask = (int)RunParts.Both << PartsShift;
    private const int ReasonShift = 4;

    private int _bits;

    public readonly RunPhase Phase => PhaseOf(Volatile.Read(in _bits));

    public readonly RunParts Done => (RunParts)((Volatile.Read(in _bits) & PartsMask) >> PartsShift);

    public readonly EndReason Reason => (EndReason)(Volatile.Read(in _bits) >> ReasonShift);

    /// <summary>Makes the caller the only one who handles the end.</summary>
    public bool TryEnd(out RunPhase before)
    {
        before = PhaseOf(Interlocked.Or(ref _bits, EndingBit));
        return before != RunPhase.Ending;
    }

    /// <summary>The work goes on elsewhere, or its answer waits to be polled.</summary>
    /// <returns>Whether the run has not been ended before.</returns>
    public bool TryFollow() => PhaseOf(Interlocked.Or(ref _bits, FollowingBit)) != RunPhase.Ending;

    /// <summary>Gives the reason to end; the first one stays.</summary>
    public bool TryGiveReason(EndReason reason)
    {
        int bits = Volatile.Read(ref _bits);
        while (bits >> ReasonShift == (int)EndReason.None)
        {
            int seen = Interlocked.CompareExchange(ref _bits, bits | (int)reason << ReasonShift, bits);
            if (seen == bits)
            {
                return true;
            }

            bits = seen;
        }

        return false;
    }

    /// <summary>Notes that parts are over.</summary>
    /// <returns>Whether these were the last ones.</returns>
    public bool Complete(RunParts parts)
    {
        int before = Interlocked.Or(ref _bits, (int)parts << PartsShift);
        return (before & PartsMask) != PartsMask && ((before | (int)parts << PartsShift) & PartsMask) == PartsMask;
    }

    private static RunPhase PhaseOf(int bits) =>
        (bits & EndingBit) != 0 ? RunPhase.Ending : (bits & FollowingBit) != 0 ? RunPhase.Following : RunPhase.Starting;
}
