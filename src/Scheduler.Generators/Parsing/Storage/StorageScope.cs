using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>
/// Where the problems of storing one definition are gathered. They do not keep a task from being scheduled in memory; so it has its
/// scheduler, but no mapper, or no codec.
/// </summary>
internal sealed class StorageScope(Compilation compilation, CancellationToken cancellationToken)
{
    private readonly List<StorageProblem> _problems = [];

    public Compilation Compilation => compilation;

    public CancellationToken CancellationToken => cancellationToken;

    public IReadOnlyList<StorageProblem> Problems => _problems;

    /// <summary>Which databases the project can have.</summary>
    public Dialects Dialects { get; } = Dialects.Of(compilation);

    /// <summary>The application's serializer context.</summary>
    public JsonContext Json { get; } = JsonContext.Of(compilation);

    /// <summary>Whether it cannot be stored at all.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether it cannot be stored in columns.</summary>
    public bool LacksColumns { get; private set; }

    /// <summary>It cannot be stored in any way.</summary>
    public void Report(DiagnosticDescriptor descriptor, Location? location, params object[] arguments)
    {
        Add(descriptor, location, arguments, isOfColumns: false);
        IsBroken = true;
    }

    /// <summary>It cannot be stored in columns.</summary>
    public void ReportColumn(DiagnosticDescriptor descriptor, Location? location, params object[] arguments)
    {
        Add(descriptor, location, arguments, isOfColumns: true);
        LacksColumns = true;
    }

    /// <summary>One of the databases cannot hold it. The mapper is the same for all of them.</summary>
    public void ReportDialect(DiagnosticDescriptor descriptor, Location? location, params object[] arguments) =>
        Add(descriptor, location, arguments, isOfColumns: true);

    /// <summary>The compiler itself reports the mistake.</summary>
    public void GiveUp() => IsBroken = true;

    private void Add(DiagnosticDescriptor descriptor, Location? location, object[] arguments, bool isOfColumns) =>
        _problems.Add(new StorageProblem(new Problem(descriptor, location ?? Location.None, arguments), isOfColumns));
}

/// <summary>One thing that is wrong with the storage of a definition.</summary>
/// <param name="problem">What.</param>
/// <param name="isOfColumns">Whether it matters to columns only, not to JSON.</param>
internal readonly struct StorageProblem(Problem problem, bool isOfColumns)
{
    public Problem Problem => problem;

    public bool IsOfColumns => isOfColumns;
}
