namespace GeneratedScheduler.Storage;

/// <summary>What a process says about itself to a store that other processes use too. For people only: no claim depends on it.</summary>
/// <param name="id">Which announcement this takes the place of: random, one for each store object of a process, because two of them may use one database.</param>
/// <param name="claimant">The owner of the claims that the process makes.</param>
/// <param name="machineName">The name of the machine; any text.</param>
/// <param name="processId">The number of the process on that machine.</param>
/// <param name="runs">How many tasks of each kind it runs, by the name of the kind; 0 for a kind that has none at present.</param>
/// <param name="age">For how long the process has run tasks, so that the store can say since when by its own clock.</param>
/// <param name="validFor">How long the announcement holds, from now on; longer than zero.</param>
public sealed class ProcessAnnouncement(
    Guid id, ClaimantId claimant, string machineName, int processId, IReadOnlyDictionary<string, int> runs, TimeSpan age, TimeSpan validFor)
{
    /// <summary>Which announcement this takes the place of.</summary>
    public Guid Id => id;

    /// <summary>The owner of the claims that the process makes.</summary>
    public ClaimantId Claimant => claimant;

    /// <summary>The name of the machine.</summary>
    public string MachineName => machineName;

    /// <summary>The number of the process on that machine.</summary>
    public int ProcessId => processId;

    /// <summary>How many tasks of each kind it runs, by the name of the kind.</summary>
    public IReadOnlyDictionary<string, int> Runs => runs;

    /// <summary>For how long the process has run tasks.</summary>
    public TimeSpan Age => age;

    /// <summary>How long the announcement holds, from now on.</summary>
    public TimeSpan ValidFor => validFor;
}
