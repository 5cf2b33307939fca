using System.Globalization;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Writes what the runtime must know about the kind of task.</summary>
/// <example><code>
/// public static TaskDefinition&lt;SumTask, int&gt; CreateDefinition() => new()
/// {
///     Name = "calculator.sum",
///     ApplyDefaults = static options => { options.Concurrency = 2; … },
///     Members = [ new TaskMember&lt;SumTask&gt;("a", typeof(int), isNullable: false, isRequired: true, static task => task.A), … ],
///     NeedsServices = true,
///     Services = [ new TaskService(typeof(IMailer), "MyApp.Mails"), … ],
///     CreateActuator = static _ => new Actuator(),
/// };
/// </code></example>
internal static class DefinitionEmitter
{
    public static void Emit(CodeWriter writer, CompleteTask task)
    {
        string type = Names.Definition(task.Task.PayloadType, task.Actuator.ResultType);
        writer.Summary("The kind of task: its name, defaults, members and actuator.");
        RequirementEmitter.Emit(writer, task.Actuator.Requirements);
        writer.Line($"public static {type} CreateDefinition() =>");
        using (writer.Indent())
        using (writer.Block("new()", ";"))
        {
            writer.Line($"Name = {SymbolDisplay.FormatLiteral(task.Task.Identity.Name, quote: true)},");
            EmitDefaults(writer, task.Task.Defaults);
            EmitMembers(writer, task.Task);
            writer.Line($"NeedsServices = {(ArgumentEmitter.NeedsServices(task.Actuator) ? "true" : "false")},");
            if (!task.Actuator.IsDeclaredElsewhere)
            {
                if (ServiceListEmitter.IsNeeded(task.Actuator))
                {
                    ServiceListEmitter.Emit(writer, "Services =", task.Actuator, ",");
                }

                ActuatorEmitter.EmitFactory(writer, "CreateActuator = ", task.Actuator, ",");
            }

            if (task.Storage is { HasMapper: true })
            {
                writer.Line("Mapper = new Mapper(),");
            }

            if (task.Storage is { HasCodec: true })
            {
                writer.Line("Codec = new Codec(),");
            }
        }
    }

    private static void EmitDefaults(CodeWriter writer, DefaultsModel? defaults)
    {
        if (defaults is null)
        {
            return;
        }

        using (writer.Block("ApplyDefaults = static options =>", ","))
        {
            if (defaults.Concurrency is { } concurrency)
            {
                writer.Line($"options.Concurrency = {Number(concurrency)};");
            }

            if (defaults.TimeoutTicks is { } timeout)
            {
                writer.Line($"options.Timeout = {Duration(timeout)};");
            }

            if (defaults.MaxAttempts is { } maxAttempts)
            {
                writer.Line($"options.MaxAttempts = {Number(maxAttempts)};");
            }

            if (defaults.Retry is { } retry)
            {
                EmitPolicy(writer, retry);
            }
        }
    }

    private static void EmitMembers(CodeWriter writer, TaskModel task)
    {
        if (task.Members.Count == 0)
        {
            return;
        }

        writer.Line("Members =");
        writer.Line("[");
        using (writer.Indent())
        {
            foreach (MemberModel member in task.Members)
            {
                writer.Line($"new {Names.TaskMember}<{task.PayloadType}>(");
                using (writer.Indent())
                {
                    writer.Line($"{SymbolDisplay.FormatLiteral(member.Name, quote: true)},");
                    writer.Line($"typeof({member.RuntimeType}),");
                    writer.Line($"isNullable: {Flag(member.IsNullable)},");
                    writer.Line($"isRequired: {Flag(member.IsRequired)},");
                    writer.Line($"static task => task.{member.PropertyName}),");
                }
            }
        }

        writer.Line("],");
    }

    private static void EmitPolicy(CodeWriter writer, RetryModel retry)
    {
        (string policy, string[] durations) = retry.Kind switch
        {
            RetryKind.None => ("None;", []),
            RetryKind.Fixed => ("Fixed(", [Duration(retry.DelayTicks)]),
            _ => ("Exponential(", new[] { Duration(retry.DelayTicks), Duration(retry.MaxDelayTicks) }),
        };
        writer.List($"options.Retry = {Names.RetryPolicy}.{policy}", durations, durations.Length == 0 ? "" : ");");
    }

    private static string Duration(long ticks) =>
        $"new {Names.TimeSpan}({Number(ticks)}L /* {TimeSpan.FromTicks(ticks).ToString("c", CultureInfo.InvariantCulture)} */)";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Flag(bool flag) => flag ? "true" : "false";
}
