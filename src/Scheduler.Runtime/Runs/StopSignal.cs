namespace GeneratedScheduler.Runs;

/// <summary>
/// Closes the gap between a claim and its slot, in which a stop finds no run to end. Whoever stops raises the signal and then
/// looks through the slots; whoever claims notes the signal before the claim, and if it has changed when the run is in its
/// slot, asks the container whether the stop was meant for it. So one of the two sees the other.
/// </summary>
internal sealed class StopSignal
{
    private int _raised;

    public int Current => Volatile.Read(ref _raised);

    public void Raise() => Interlocked.Increment(ref _raised);
}
