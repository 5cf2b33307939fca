using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>Finds stems whose emitted types collide neither with those of other tasks nor with what is declared.</summary>
internal sealed class FreeStems
{
    private readonly Compilation _compilation;
    private readonly Claims _claims;
    private readonly HashSet<ISymbol> _moved = new(SymbolEqualityComparer.Default);

    public FreeStems(Compilation compilation, CancellationToken cancellationToken)
    {
        _compilation = compilation;
        _claims = new Claims(Marked.FindTasks(compilation, cancellationToken).SelectMany(task => Emitted(task, TaskNames.StemOf(task))));
    }

    /// <summary>A stem for a task that needs another; <see langword="null"/> if it has got one already, or needs none any more.</summary>
    /// <param name="task">The task.</param>
    /// <param name="onlyIfShared">Whether its stem is wrong only as long as another task has it too.</param>
    public string? Move(ISymbol task, bool onlyIfShared)
    {
        string[] old = [.. Emitted(task, TaskNames.StemOf(task))];
        if (_moved.Contains(task) || (onlyIfShared && !old.Any(_claims.IsShared)))
        {
            return null;
        }

        string stem = TaskNames.AlternativeStems(task).First(alternative => Emitted(task, alternative).All(IsFree));
        string[] @new = [.. Emitted(task, stem)];
        for (int i = 0; i < old.Length; i++)
        {
            _claims.Move(old[i], @new[i]);
        }

        _moved.Add(task);
        return stem;
    }

    private bool IsFree(string type) =>
        !_claims.IsTaken(type) && _compilation.GetTypesByMetadataName(type).IsEmpty && !IsNamespace(type);

    private bool IsNamespace(string name)
    {
        INamespaceSymbol? current = _compilation.GlobalNamespace;
        foreach (string part in name.Split('.'))
        {
            current = current?.GetNamespaceMembers().FirstOrDefault(member => member.Name == part);
        }

        return current is not null;
    }

    private static IEnumerable<string> Emitted(ISymbol task, string stem)
    {
        string prefix = task.ContainingNamespace is { IsGlobalNamespace: false } @namespace
            ? @namespace.ToDisplayString(TypeNames.Unescaped) + "."
            : "";
        return task is IMethodSymbol ? [prefix + stem + "Scheduler", prefix + stem + "Task"] : [prefix + stem + "Scheduler"];
    }
}
