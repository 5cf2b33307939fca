using GeneratedScheduler.Generators.Parsing.Storage;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>
/// Where one definition's problems are gathered. The generator drops what has any; the analyzer reports them. So both judge
/// by the same rules, and what is reported has no output.
/// </summary>
internal sealed class ParseScope(Compilation compilation, CancellationToken cancellationToken)
{
    private readonly List<Problem> _problems = [];

    public Compilation Compilation => compilation;

    public CancellationToken CancellationToken => cancellationToken;

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Whether the definition must not have any output.</summary>
    public bool IsBroken { get; private set; }

    public void Report(DiagnosticDescriptor descriptor, Location? location, params object[] arguments)
    {
        _problems.Add(new Problem(descriptor, location ?? Location.None, arguments));
        IsBroken = true;
    }

    /// <summary>Something that does not keep the definition from being a task.</summary>
    public void Advise(DiagnosticDescriptor descriptor, Location? location, params object[] arguments) =>
        _problems.Add(new Problem(descriptor, location ?? Location.None, arguments));

    /// <summary>Where problems of storing the definition go. They keep nothing from being scheduled.</summary>
    public StorageScope ForStorage() => new(compilation, cancellationToken);

    /// <summary>The compiler itself reports the mistake.</summary>
    public void GiveUp() => IsBroken = true;
}

/// <summary>One thing that is wrong with a definition.</summary>
internal readonly struct Problem(DiagnosticDescriptor descriptor, Location location, object[] arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(descriptor, location, arguments);
}
