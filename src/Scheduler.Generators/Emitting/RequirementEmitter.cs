using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Writes what a task demands of the program on what the user calls, and silences it where emitted code calls the task.</summary>
/// <example><c>[RequiresUnreferencedCode("Work.Run: It reads types by name.")]</c></example>
internal static class RequirementEmitter
{
    private const string Prefix = "global::System.Diagnostics.CodeAnalysis.";

    public static void Emit(CodeWriter writer, IEnumerable<RequirementModel> requirements)
    {
        foreach (IGrouping<string, RequirementModel> group in requirements.GroupBy(static requirement => requirement.Attribute))
        {
            string message = string.Join(" ", group.Select(static requirement => requirement.Message).Distinct());
            writer.Line($"[{Prefix}{group.Key}({SymbolDisplay.FormatLiteral(message, quote: true)})]");
        }
    }

    public static void EmitSuppressions(CodeWriter writer, EquatableArray<RequirementModel> requirements)
    {
        foreach (RequirementModel requirement in requirements.GroupBy(static requirement => requirement.Warning).Select(static group => group.First()))
        {
            writer.Line(
                $"[{Prefix}UnconditionalSuppressMessage(\"{requirement.Category}\", \"{requirement.Warning}\", Justification = \"CreateDefinition warns.\")]");
        }
    }
}
