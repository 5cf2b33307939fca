namespace GeneratedScheduler.Generators.Parsing;

/// <summary>A running hash of 64 bits (FNV-1a), the same in every process.</summary>
internal struct Fingerprint
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private ulong _state;

    /// <summary>Of all that was added so far, in this order.</summary>
    public readonly ulong Value => _state == 0 ? Offset : _state;

    public void Add(string? text)
    {
        ulong state = Value;
        foreach (char c in text ?? "")
        {
            state = unchecked((state ^ c) * Prime);
        }

        // The length parts "ab", "c" from "a", "bc".
        _state = unchecked((state ^ (ulong)(text?.Length ?? -1)) * Prime);
    }

    public void Add(int number) => Add((ulong)number);

    public void Add(ulong number) => _state = unchecked((Value ^ number) * Prime);
}
