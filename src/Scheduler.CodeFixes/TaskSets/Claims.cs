namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>Counts who claims a name, so that several fixes in one go leave each with a name of its own.</summary>
internal sealed class Claims(IEnumerable<string> names)
{
    private readonly Dictionary<string, int> _claimants = names.GroupBy(static name => name, StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);

    public bool IsTaken(string name) => _claimants.ContainsKey(name);

    public bool IsShared(string name) => _claimants.TryGetValue(name, out int count) && count > 1;

    /// <summary>One claimant leaves a name for another one.</summary>
    public void Move(string from, string to)
    {
        Release(from);
        _claimants[to] = _claimants.TryGetValue(to, out int count) ? count + 1 : 1;
    }

    /// <summary>One claimant less.</summary>
    public void Release(string name)
    {
        if (!_claimants.TryGetValue(name, out int count) || count == 1)
        {
            _claimants.Remove(name);
        }
        else
        {
            _claimants[name] = count - 1;
        }
    }
}
