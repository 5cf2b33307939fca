namespace GeneratedScheduler.Conformance;

/// <summary>
/// Random numbers from a seed (SplitMix64). Not <see cref="Random"/>, whose sequence may differ between versions of .NET:
/// a seed from a failed test must stay worth keeping.
/// </summary>
internal sealed class SplitMix(int seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15UL;
    private ulong _state = (uint)seed;

    public int Next(int below) => (int)(NextBits() % (ulong)below);

    public double NextFraction() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    private ulong NextBits()
    {
        _state += Step;
        ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
