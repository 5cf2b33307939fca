using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>Everything in a compilation that is marked with one of our attributes.</summary>
internal static class Marked
{
    /// <summary>Methods and types with <c>[ScheduledTask]</c>.</summary>
    public static IEnumerable<ISymbol> FindTasks(Compilation compilation, CancellationToken cancellationToken) =>
        Find(compilation, KnownTypes.FindScheduledTask, cancellationToken);

    /// <summary>Methods and classes with <c>[Actuator]</c>.</summary>
    public static IEnumerable<ISymbol> FindActuators(Compilation compilation, CancellationToken cancellationToken) =>
        Find(compilation, KnownTypes.FindActuator, cancellationToken);

    /// <summary>The payload types that no actuator serves.</summary>
    public static IReadOnlyList<INamedTypeSymbol> FindPayloadsWithoutActuator(Compilation compilation, CancellationToken cancellationToken)
    {
        var served = new HashSet<ISymbol>(FindActuators(compilation, cancellationToken).SelectMany(PayloadsOf), SymbolEqualityComparer.Default);
        return
        [
            .. FindTasks(compilation, cancellationToken)
                .OfType<INamedTypeSymbol>()
                .Where(type => !type.IsGenericType && !served.Contains(type)),
        ];
    }

    /// <summary>What an actuator executes: one type for a method, one for each contract of a class.</summary>
    public static IEnumerable<ITypeSymbol> PayloadsOf(ISymbol actuator) => actuator switch
    {
        IMethodSymbol method => PayloadParametersOf(method).Select(static parameter => parameter.Type),
        INamedTypeSymbol type => type.AllInterfaces.Where(KnownTypes.IsTaskActuator).Select(static contract => contract.TypeArguments[0]),
        _ => [],
    };

    /// <summary>The parameters that are not injected.</summary>
    public static IEnumerable<IParameterSymbol> PayloadParametersOf(IMethodSymbol method) =>
        method.Parameters.Where(static parameter => ParameterParser.ParseInjected(parameter) is null);

    private static IEnumerable<ISymbol> Find(
        Compilation compilation, Func<ISymbol, AttributeData?> attribute, CancellationToken cancellationToken) => compilation
            .GetSymbolsWithName(static _ => true, SymbolFilter.TypeAndMember, cancellationToken)
            .Where(symbol => symbol is IMethodSymbol { PartialDefinitionPart: null } or INamedTypeSymbol && attribute(symbol) is not null);
}
