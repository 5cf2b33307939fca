namespace GeneratedScheduler.Storage;

/// <summary>Moves for one call to the durable container: those of the caller, and begins that go with them.</summary>
internal sealed class MoveBatch<TResult>(int size)
{
    private const int Refused = -1;

    /// <summary>The moves, in the order in which they are to be made.</summary>
    internal List<TaskTransition<TResult>> Moves { get; } = new(size);

    /// <summary>For each move of the caller its place in <see cref="Moves"/>, or less than zero if it is refused here.</summary>
    internal int[] Places { get; } = new int[size];

    /// <summary>Marks that were taken out for this call.</summary>
    internal List<BeginMark> Marks { get; } = [];

    /// <summary>Whether begins of other tasks than the caller's go along.</summary>
    internal bool HasOthers { get; set; }

    internal void Refuse(int index) => Places[index] = Refused;

    internal void Add(int index, in TaskTransition<TResult> move)
    {
        Places[index] = Moves.Count;
        Moves.Add(move);
    }

    internal void Take(in BeginMark mark, bool isWritten)
    {
        Marks.Add(mark);
        if (isWritten)
        {
            Moves.Add(TaskTransition<TResult>.Begin(mark.Id, mark.ClaimToken));
        }
    }
}
