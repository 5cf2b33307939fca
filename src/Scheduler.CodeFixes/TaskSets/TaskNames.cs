using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>How a task is named, and how it could be named instead.</summary>
internal static class TaskNames
{
    private const int MaxLength = 200;

    /// <summary>The name under which a task is stored.</summary>
    public static string NameOf(ISymbol task) => WrittenNameOf(task) ?? DefaultNameOf(task);

    /// <summary>The stem of the types that are emitted for a task.</summary>
    public static string StemOf(ISymbol task) => SettingOf(task, "TypeName") ?? Naming.TrimSuffix(task.Name, task is IMethodSymbol ? "Async" : "Task");

    /// <summary>Names for a task whose name belongs to another: more and more precise, and numbered in the end.</summary>
    public static IEnumerable<string> Alternatives(ISymbol task)
    {
        string name = NameOf(task);
        if (WrittenNameOf(task) is null)
        {
            yield return task.ToDisplayString(TypeNames.Unescaped.WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType));
        }
        else if (!name.EndsWith(task.Name, StringComparison.OrdinalIgnoreCase))
        {
            yield return Limit(name, "." + task.Name);
        }
        else if (!string.Equals(name, DefaultNameOf(task), StringComparison.OrdinalIgnoreCase))
        {
            yield return DefaultNameOf(task);
        }

        string types = TypesOf(task);
        if (types.Length > 0)
        {
            yield return Limit(name, "." + types);
        }

        for (int i = 2; ; i++)
        {
            yield return Limit(name, "." + i);
        }
    }

    /// <summary>Stems for a task whose emitted types collide: with the class in front, and numbered in the end.</summary>
    public static IEnumerable<string> AlternativeStems(ISymbol task)
    {
        string own = Naming.TrimSuffix(task.Name, task is IMethodSymbol ? "Async" : "Task");
        string stem = task.ContainingType is { } type ? type.Name + own : own;
        yield return stem;
        for (int i = 2; ; i++)
        {
            yield return stem + i;
        }
    }

    // Arrays have no name; a number has to do for them.
    private static string TypesOf(ISymbol task) => task is IMethodSymbol method
        ? string.Join(".", Marked.PayloadParametersOf(method).Select(static parameter => parameter.Type.Name).Where(static name => name.Length > 0))
        : "";

    private static string DefaultNameOf(ISymbol task) => task is IMethodSymbol ? task.ContainingType.Name + "." + task.Name : task.Name;

    private static string? WrittenNameOf(ISymbol task) =>
        KnownTypes.FindScheduledTask(task) is { ConstructorArguments: [{ Value: string name }] } ? name : null;

    private static string? SettingOf(ISymbol task, string setting) => KnownTypes.FindScheduledTask(task)?.NamedArguments
        .Where(argument => argument.Key == setting)
        .Select(static argument => argument.Value.Value as string)
        .FirstOrDefault();

    // The end tells names apart, so the beginning is what is cut.
    private static string Limit(string name, string end) => name.Substring(0, Math.Min(name.Length, MaxLength - end.Length)) + end;
}
