using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>
/// Writes empty types with the names of those that cannot be emitted. Without them, a constructor that takes the scheduler of a wrong
/// definition does not compile, and at that the command-line compiler stops, before the analyzers could say what is wrong.
/// </summary>
/// <example><code>
/// namespace MyApp
/// {
///     /// &lt;summary&gt;Stands in for what cannot be emitted: Mailer.Send(string) has an error.&lt;/summary&gt;
///     public partial class SendScheduler
///     {
///     }
/// }
/// </code></example>
internal static class StandInEmitter
{
    /// <param name="all">The names of all tasks.</param>
    /// <param name="emitted">Tasks that are emitted.</param>
    /// <param name="language">The language of the project, which may be older than what the others need.</param>
    /// <returns>The file; <see langword="null"/> if nothing is missing.</returns>
    public static string? Emit(IEnumerable<StandInModel> all, IEnumerable<RegistrationModel> emitted, LanguageVersion language)
    {
        var taken = new HashSet<string>(emitted.SelectMany(static task => new[] { task.SchedulerType, task.PayloadType }), StringComparer.Ordinal);
        var writer = new CodeWriter();
        TaskEmitter.Header(writer, isNullable: language >= LanguageVersion.CSharp8);
        string record = language >= LanguageVersion.CSharp9 ? "record" : "class";
        bool isEmpty = true;
        foreach (StandInModel task in all.OrderBy(static task => task.Namespace + "." + task.SchedulerName, StringComparer.Ordinal).ThenBy(static task => task.Reference, StringComparer.Ordinal))
        {
            if (task.SchedulerName.Length > 0 && taken.Add(TypeNames.Emitted(task.Namespace, task.SchedulerName)))
            {
                Emit(writer, task, "public partial class " + task.SchedulerName);
                isEmpty = false;
            }

            if (task.PayloadName is { } payload && taken.Add(TypeNames.Emitted(task.Namespace, payload)))
            {
                Emit(writer, task, $"public sealed partial {record} {payload}");
                isEmpty = false;
            }
        }

        return isEmpty ? null : writer.ToString();
    }

    private static void Emit(CodeWriter writer, StandInModel task, string declaration)
    {
        writer.Line();
        if (task.Namespace.Length == 0)
        {
            EmitType(writer, task, declaration);
            return;
        }

        using (writer.Block("namespace " + task.Namespace))
        {
            EmitType(writer, task, declaration);
        }
    }

    private static void EmitType(CodeWriter writer, StandInModel task, string declaration)
    {
        writer.Summary($"Stands in for what cannot be emitted: {CodeWriter.Xml(task.Reference)} has an error.");
        using (writer.Block(declaration))
        {
        }
    }
}
