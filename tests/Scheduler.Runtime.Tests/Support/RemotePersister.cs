using System.Collections.Concurrent;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.Support;

internal enum RemoteSaving
{
    Save,
    Saved,
    Load,
    Delete,
}

/// <summary>Keeps outputs in memory. A save writes a half first, so that a test sees what is left of one that failed.</summary>
internal sealed class RemotePersister : ITaskDataPersister<string, string>
{
    public const string Half = "half";

    public ConcurrentDictionary<TaskId, string> Outputs { get; } = new();

    public RemoteTrail<RemoteSaving> Calls { get; } = new();

    /// <summary>Called in each call with its number from 1; a save has written its half by then. May wait or throw.</summary>
    public Func<RemoteSaving, int, CancellationToken, Task> Hook { get; set; } = static (_, _, _) => Task.CompletedTask;

    public int CountOf(RemoteSaving call) => Calls.Items.Count(made => made == call);

    public async ValueTask SaveAsync(TaskId id, string task, string output, CancellationToken cancellationToken)
    {
        Outputs[id] = Half;
        await NoteAsync(RemoteSaving.Save, cancellationToken);
        Outputs[id] = output;
        await NoteAsync(RemoteSaving.Saved, cancellationToken);
    }

    public async ValueTask<string> LoadAsync(TaskId id, CancellationToken cancellationToken)
    {
        await NoteAsync(RemoteSaving.Load, cancellationToken);
        return Outputs.TryGetValue(id, out string? output) ? output : throw new TaskNotFoundException(id);
    }

    public async ValueTask DeleteAsync(TaskId id, CancellationToken cancellationToken)
    {
        await NoteAsync(RemoteSaving.Delete, cancellationToken);
        Outputs.TryRemove(id, out _);
    }

    /// <summary>A hook that fails the calls of one kind whose numbers fit.</summary>
    public void Fail(RemoteSaving failing, Func<int, bool> number) => Hook = (call, count, _) => call == failing && number(count)
        ? Task.FromException(new IOException($"{call} fails."))
        : Task.CompletedTask;

    /// <summary>Lets the first save wait until its token is cancelled.</summary>
    public void HangFirstSave() => Hook = static (call, count, token) => call == RemoteSaving.Save && count == 1
        ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)
        : Task.CompletedTask;

    private Task NoteAsync(RemoteSaving call, CancellationToken cancellationToken)
    {
        Calls.Add(call);
        return Hook(call, CountOf(call), cancellationToken);
    }
}
