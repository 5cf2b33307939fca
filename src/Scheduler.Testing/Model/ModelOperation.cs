namespace GeneratedScheduler.Testing;

/// <summary>What a step of a model-based test does.</summary>
public enum ModelAction
{
    /// <summary>Adds one to five tasks, of which one may have an id or a unique key that is taken.</summary>
    Add = 0,

    /// <summary>Claims tasks as one of three schedulers.</summary>
    Claim = 1,

    /// <summary>Makes a move under a token that was given at some time, current or not.</summary>
    Move = 2,

    /// <summary>Renews all claims that one scheduler was ever given.</summary>
    Renew = 3,

    /// <summary>Rescues what was lost.</summary>
    Rescue = 4,

    /// <summary>Starts, stops, restarts or deletes a task.</summary>
    Command = 5,

    /// <summary>Moves the clock.</summary>
    Advance = 6,
}

/// <summary>One step of a model-based test. Every combination of values is a valid step, so that generators need no care.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Subject">With which task, claim or scheduler: the remainder by how many there are.</param>
/// <param name="Variant">How: which move, command, delay, …</param>
public readonly record struct ModelOperation(ModelAction Action, int Subject, int Variant)
{
    /// <summary>Makes steps from a seed, in proportions that bring tasks into all their states.</summary>
    public static IReadOnlyList<ModelOperation> Generate(int seed, int count)
    {
        // Not Random: its sequence may differ between versions of .NET, and a seed must stay worth keeping.
        ulong state = (uint)seed + 0x9E3779B97F4A7C15UL;
        ModelAction[] mix =
        [
            ModelAction.Add, ModelAction.Add, ModelAction.Claim, ModelAction.Claim, ModelAction.Claim,
            ModelAction.Move, ModelAction.Move, ModelAction.Move, ModelAction.Move, ModelAction.Move,
            ModelAction.Command, ModelAction.Command, ModelAction.Renew, ModelAction.Rescue, ModelAction.Advance,
        ];
        return [.. Enumerable.Range(0, count).Select(_ => new ModelOperation(mix[Next(mix.Length)], Next(10_000), Next(10_000)))];

        int Next(int below)
        {
            state += 0x9E3779B97F4A7C15UL;
            ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)below);
        }
    }
}
