using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Writes which services a run cannot do without, so that a scheduler looks for them before the first task fails for one.</summary>
/// <example><code>
/// Services =
/// [
///     new TaskService(typeof(IMailer), "MyApp.Mails", unlessRegistered: typeof(Mails)),
/// ],
/// </code></example>
internal static class ServiceListEmitter
{
    /// <summary>Whether there is any such service.</summary>
    public static bool IsNeeded(ActuatorModel actuator) => All(actuator).Any();

    /// <summary>Writes the list, between <paramref name="head"/> and <paramref name="tail"/>, each on lines of their own.</summary>
    public static void Emit(CodeWriter writer, string head, ActuatorModel actuator, string tail)
    {
        writer.Line(head);
        writer.Line("[");
        using (writer.Indent())
        {
            foreach (string service in All(actuator).Distinct())
            {
                writer.Line(service + ",");
            }
        }

        writer.Line("]" + tail);
    }

    private static IEnumerable<string> All(ActuatorModel actuator) =>
    [
        .. OfCreation(actuator.Class, isMadeByServices: false),
        .. OfCreation(actuator.Function?.Instance, isMadeByServices: true),
        .. actuator.Function is { } function ? Of(function.Arguments, ForPeople(function.DeclaringType) + "." + function.MethodName, "") : [],
    ];

    // If the class of a task method is registered itself, whoever registered it decides what it is made of.
    private static IEnumerable<string> OfCreation(CreationModel? creation, bool isMadeByServices) => creation is null
        ? []
        : Of(creation.Arguments, ForPeople(creation.Type), isMadeByServices ? $", unlessRegistered: typeof({creation.Type})" : "");

    private static IEnumerable<string> Of(EquatableArray<ArgumentModel> arguments, string neededBy, string setting)
    {
        foreach (ArgumentModel argument in arguments)
        {
            if (argument.Service is { IsRequired: true } service)
            {
                string key = service.Key is null ? "" : $", key: {service.Key}";
                yield return $"new {Names.TaskService}(typeof({service.Type}), {SymbolDisplay.FormatLiteral(neededBy, quote: true)}{key}{setting})";
            }
        }
    }

    private static string ForPeople(string type) => type.Replace("global::", "").Replace("@", "");
}
