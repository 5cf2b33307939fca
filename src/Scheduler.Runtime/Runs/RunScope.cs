using System.Collections;

namespace GeneratedScheduler.Runs;

/// <summary>What every log message of a run carries: name, id and attempt.</summary>
internal sealed class RunScope(string name, TaskId id, int attempt) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("TaskName", name),
        1 => new("TaskId", id),
        2 => new("Attempt", attempt),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{name} {id} attempt {attempt}";
}
