using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Writes the one method that registers all tasks of an assembly.</summary>
/// <example><code>
/// [TaskRegistration(HasMappers = true)]
/// public static partial class MyAppSchedulerBuilderExtensions
/// {
///     public static SchedulerBuilder AddMyAppTasks(this SchedulerBuilder builder)
///     {
///         builder.AddTask&lt;SumScheduler, SumTask, int&gt;(SumScheduler.CreateDefinition(), static setup => new SumScheduler(setup));
///         return builder;
///     }
/// }
/// </code></example>
internal static class RegistrationEmitter
{
    public static string Emit(
        string assemblyName, GeneratorOptions options, StorageNeeds storage, EquatableArray<RegistrationModel> registrations)
    {
        string name = options.RegistrationName ?? Naming.FromAssembly(assemblyName);
        string className = options.RegistrationName ?? Naming.ClassFromAssembly(assemblyName);
        var writer = new CodeWriter();
        TaskEmitter.Header(writer);
        writer.Line();
        using (writer.Block("namespace GeneratedScheduler"))
        {
            writer.Summary($"Registers the tasks of {CodeWriter.Xml(assemblyName)}.");
            writer.Line($"[global::GeneratedScheduler.TaskRegistration{(storage.Mapper ? "(HasMappers = true)" : "")}]");
            using (writer.Block($"{(options.IsInternal ? "internal" : "public")} static partial class {className}SchedulerBuilderExtensions"))
            {
                EmitMethod(writer, name, assemblyName, registrations);
            }
        }

        return writer.ToString();
    }

    private static void EmitMethod(CodeWriter writer, string name, string assemblyName, EquatableArray<RegistrationModel> registrations)
    {
        writer.Summary($"Adds a scheduler for each task of {CodeWriter.Xml(assemblyName)}.");
        writer.Line("/// <param name=\"builder\">Where they are added.</param>");
        writer.Line("/// <returns>The same builder.</returns>");
        RequirementEmitter.Emit(writer, registrations.SelectMany(static task => task.Requirements));
        string builder = Names.SchedulerBuilder;
        using (writer.Block($"public static {builder} Add{name.TrimStart('_')}Tasks(this {builder} builder)"))
        {
            foreach (RegistrationModel task in registrations)
            {
                writer.Line($"builder.AddTask<{task.SchedulerType}, {task.PayloadType}, {task.ResultType}>(");
                using (writer.Indent())
                {
                    writer.Line($"{task.DefinitionType}.CreateDefinition(),");
                    writer.Line($"static setup => new {task.SchedulerType}(setup));");
                }
            }

            writer.Line("return builder;");
        }
    }
}
