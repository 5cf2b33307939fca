using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Writes the payload of a task method: a record class with one property for each parameter that is not injected.</summary>
/// <example><c>public sealed partial record SumTask(int A, int B = 2);</c></example>
internal static class PayloadEmitter
{
    public static void Emit(CodeWriter writer, CompleteTask complete)
    {
        TaskModel task = complete.Task;
        if (task.PayloadName is null)
        {
            return;
        }

        writer.Summary($"What one run of <see cref=\"{task.Reference}\"/> works on.");
        foreach (MemberModel member in task.Members)
        {
            writer.Line($"/// <param name=\"{member.PropertyName.TrimStart('@')}\">The argument for <c>{member.Name}</c>.</param>");
        }

        writer.List($"{complete.Accessibility}sealed partial record {task.PayloadName}(", task.Members.Select(Parameter), ");");
        writer.Line();
    }

    private static string Parameter(MemberModel member) =>
        (member.ParamsElementType is null ? "" : "params ")
        + member.Type + " " + member.PropertyName
        + (member.DefaultValue is null ? "" : " = " + member.DefaultValue);
}
