using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>What a mapper and a codec begin with.</summary>
internal static class StorageMembers
{
    /// <summary>The task's name, if any message needs it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="task">The task.</param>
    /// <param name="storage">How it is stored.</param>
    /// <param name="limits">Whether lengths are limited, as columns limit them.</param>
    public static void EmitTaskName(CodeWriter writer, CompleteTask task, StorageModel storage, bool limits)
    {
        IEnumerable<StoredMemberModel> members = storage.Payload.Payload.Members.Concat(storage.Result.Members);
        bool isExact = storage.Payload.Payload.CanBeDerived || storage.Result.Shape is { CanBeDerived: true };
        if (isExact || members.Any(member => StorageText.IsChecked(member, limits) || (!limits && member.Value.Form == ValueForm.Text)))
        {
            writer.Line($"private const string {StorageText.TaskName} = {ColumnValues.Quote(task.Task.Identity.Name)};");
            writer.Line();
        }
    }
}
