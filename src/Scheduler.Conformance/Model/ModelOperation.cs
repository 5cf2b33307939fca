namespace GeneratedScheduler.Conformance;

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
        SplitMix numbers = new(seed);
        ModelAction[] mix =
        [
            ModelAction.Add, ModelAction.Add, ModelAction.Claim, ModelAction.Claim, ModelAction.Claim,
            ModelAction.Move, ModelAction.Move, ModelAction.Move, ModelAction.Move, ModelAction.Move,
            ModelAction.Command, ModelAction.Command, ModelAction.Renew, ModelAction.Rescue, ModelAction.Advance,
        ];
        return [.. Enumerable.Range(0, count).Select(_ =>
            new ModelOperation(mix[numbers.Next(mix.Length)], numbers.Next(10_000), numbers.Next(10_000)))];
    }
}
