using GeneratedScheduler.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>
/// Judges whether the names of emitted types are free. A partial type that the emitted one can join is no obstacle: that
/// is how users add members.
/// </summary>
/// <param name="task">The method or type that is marked.</param>
/// <param name="scope">Where problems go.</param>
internal sealed class EmittedTypeRules(ISymbol task, ParseScope scope)
{
    private const string Root = "GeneratedScheduler";

    /// <summary>
    /// Types of the implicit usings that an emitted name could hide. A test compares this with what .NET has.
    /// </summary>
    internal static readonly string[] HiddenTypes = ["System.Threading.Tasks.TaskScheduler", "System.Threading.Tasks.ValueTask"];

    /// <param name="stem">What the names of emitted types begin with.</param>
    /// <param name="payload">The members of the payload to emit; <see langword="null"/> if the user declared it.</param>
    /// <returns>Whether the user wants the emitted types to be internal.</returns>
    public bool Check(string stem, IReadOnlyList<IParameterSymbol>? payload)
    {
        var rules = new PartialTypeRules(task, payload, scope.CancellationToken);
        CheckName(stem + "Scheduler", rules.WhySchedulerCannotJoin);
        if (payload is not null)
        {
            CheckName(stem + "Task", rules.WhyPayloadCannotJoin);
        }

        return rules.IsInternal;
    }

    private void CheckName(string name, Func<INamedTypeSymbol, string?> whyNotJoinable)
    {
        string? owner = FindNamespace(name) ?? FindDeclared(name, whyNotJoinable) ?? FindReferenced(name) ?? FindHidden(name);
        if (owner is not null)
        {
            scope.Report(Descriptors.EmittedTypeNameIsTaken, task.Locations.FirstOrDefault(), name, owner);
        }
    }

    // No type can have the name of a namespace beside it, be that in source or in a reference. And a type that is called as our own
    // namespace is would stand in front of it, wherever a using directive or a name begins with that.
    private string? FindNamespace(string name)
    {
        if (name == Root)
        {
            return $"the namespace {Root}, which it would hide";
        }

        INamespaceSymbol? found = scope.Compilation.GetCompilationNamespace(task.ContainingNamespace)
            ?.GetNamespaceMembers()
            .FirstOrDefault(member => member.Name == name);
        return found?.ConstituentNamespaces.Any(part => !TypeRules.IsAliased(part.ContainingAssembly, scope.Compilation)) == true ? "a namespace" : null;
    }

    private string? FindDeclared(string name, Func<INamedTypeSymbol, string?> whyNotJoinable)
    {
        foreach (INamedTypeSymbol type in task.ContainingNamespace.GetTypeMembers(name, 0))
        {
            bool isEmitted = type.DeclaringSyntaxReferences.All(static reference => EmittedFiles.Contains(reference.SyntaxTree));
            if (!type.IsFileLocal && !isEmitted && whyNotJoinable(type) is { } reason)
            {
                return $"a type in {type.Locations.FirstOrDefault()?.SourceTree?.FilePath}, which {reason}";
            }
        }

        return null;
    }

    // A type of a reference would be hidden, which is a warning wherever the name is used.
    private string? FindReferenced(string name)
    {
        // The namespace of all assemblies together finds names at once; each assembly by itself would have to be asked.
        foreach (INamedTypeSymbol type in scope.Compilation.GetCompilationNamespace(task.ContainingNamespace)?.GetTypeMembers(name, 0) ?? [])
        {
            IAssemblySymbol assembly = type.ContainingAssembly;
            bool isForeign = !SymbolEqualityComparer.Default.Equals(assembly, scope.Compilation.Assembly);
            if (isForeign && TypeRules.IsAccessible(type, scope.Compilation) && !TypeRules.IsAliased(assembly, scope.Compilation))
            {
                return "a type of " + assembly.Name;
            }
        }

        return null;
    }

    // Nobody who writes ValueTask in that namespace would get what they mean.
    private static string? FindHidden(string name)
    {
        string? hidden = HiddenTypes.FirstOrDefault(type => type.EndsWith("." + name, StringComparison.Ordinal));
        return hidden is null ? null : hidden + ", which it would hide";
    }
}
