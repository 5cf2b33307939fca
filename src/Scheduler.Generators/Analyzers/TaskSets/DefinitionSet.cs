using GeneratedScheduler.Generators.Incremental;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Analyzers.TaskSets;

/// <summary>All tasks and actuators of one compilation.</summary>
internal sealed class DefinitionSet
{
    private static readonly AttributeFilter TaskFilter = new(KnownTypes.ScheduledTaskAttribute);
    private static readonly AttributeFilter ActuatorFilter = new(KnownTypes.ActuatorAttribute);

    private readonly List<(TaskModel Model, ISymbol Symbol)> _tasks = [];
    private readonly List<(ActuatorModel Model, ISymbol Symbol)> _actuators = [];
    private readonly HashSet<string> _payloads = new(StringComparer.Ordinal);
    private readonly List<HashSet<string>> _brokenActuators = [];

    private DefinitionSet()
    {
    }

    /// <summary>Those that are right by themselves.</summary>
    public IReadOnlyList<(TaskModel Model, ISymbol Symbol)> Tasks => _tasks;

    /// <summary>Those that are right by themselves, by the payload that they execute.</summary>
    public ILookup<string, (ActuatorModel Model, ISymbol Symbol)> Actuators => _actuators.ToLookup(
        static actuator => actuator.Model.PayloadType, StringComparer.Ordinal);

    /// <summary>
    /// Whether an actuator that is wrong in a way that is reported elsewhere may be meant for a payload: it mentions it, or no payload at
    /// all.
    /// </summary>
    public bool MayBeServed(string payload) =>
        _brokenActuators.Exists(mentioned => mentioned.Contains(payload) || !mentioned.Overlaps(_payloads));

    /// <summary>Whether a type is marked as a payload, be it wrong in a way that is reported elsewhere.</summary>
    public bool IsPayload(string type) => _payloads.Contains(type);

    /// <summary>Reads the definitions that people wrote; those in emitted files have no scheduler and do not count.</summary>
    public static DefinitionSet Read(Compilation compilation, CancellationToken cancellationToken)
    {
        Aliases aliases = Aliases.Of(compilation, cancellationToken);
        var set = new DefinitionSet();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SemanticModel? model = null;
            foreach (MemberDeclarationSyntax node in TreeDeclarations.Of(tree, cancellationToken).Annotated)
            {
                if ((TaskFilter.MayMatch(node, aliases, cancellationToken) || ActuatorFilter.MayMatch(node, aliases, cancellationToken))
                    && !EmittedFiles.MayContain(tree, compilation, cancellationToken)
                    && (model ??= compilation.GetSemanticModel(tree)).GetDeclaredSymbol(node, cancellationToken) is { } declared)
                {
                    // Of a partial method, what the declaring part is: analyzers look at that one.
                    ISymbol symbol = (declared as IMethodSymbol)?.PartialDefinitionPart ?? declared;
                    if (seen.Add(symbol))
                    {
                        set.Add(symbol, compilation, cancellationToken);
                    }
                }
            }
        }

        return set;
    }

    private void Add(ISymbol symbol, Compilation compilation, CancellationToken cancellationToken)
    {
        if (Reading.Of(symbol, compilation, cancellationToken) is not { } reading)
        {
            return;
        }

        if (reading.Task is { } task)
        {
            _tasks.Add((task, symbol));
        }

        if (reading.IsTask && symbol is INamedTypeSymbol payload)
        {
            _payloads.Add(TypeNames.NotNull(payload));
        }

        _actuators.AddRange(reading.Actuators.Select(actuator => (actuator, symbol)));
        if (reading.IsBrokenActuator)
        {
            _brokenActuators.Add([.. TypesOf(symbol).Select(TypeNames.NotNull)]);
        }
    }

    private static IEnumerable<ITypeSymbol> TypesOf(ISymbol actuator) => actuator is IMethodSymbol method
        ? method.Parameters.Select(static parameter => parameter.Type)
        : ((INamedTypeSymbol)actuator).AllInterfaces.SelectMany(static contract => contract.TypeArguments);
}
