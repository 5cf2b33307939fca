using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>Writes the file with which one kind of task is stored.</summary>
/// <example><code>
/// namespace MyApp
/// {
///     partial class SumScheduler
///     {
///         private sealed class Mapper : TaskMapper&lt;SumTask, int&gt; …      MapperEmitter
///         private sealed class Codec : TaskCodec&lt;SumTask, int&gt; …        CodecEmitter
///         private static class StoredEnums …                              EnumEmitter
///     }
/// }
/// </code></example>
internal static class StorageEmitter
{
    public static string Emit(CompleteTask task, StorageModel storage, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var writer = new CodeWriter();
        TaskEmitter.Header(writer);
        writer.Line();
        if (task.Task.Namespace.Length == 0)
        {
            EmitTypes(writer, task, storage);
        }
        else
        {
            using (writer.Block("namespace " + task.Task.Namespace))
            {
                EmitTypes(writer, task, storage);
            }
        }

        return writer.ToString();
    }

    private static void EmitTypes(CodeWriter writer, CompleteTask task, StorageModel storage)
    {
        using (writer.Block("partial class " + task.Task.SchedulerName))
        {
            if (storage.HasMapper)
            {
                new MapperEmitter(writer, task, storage).Emit();
            }

            if (storage.HasCodec)
            {
                if (storage.HasMapper)
                {
                    writer.Line();
                }

                new CodecEmitter(writer, task, storage).Emit();
            }

            EnumEmitter.Emit(writer, storage);
        }
    }
}
