using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Parsing.Storage;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Analyzers.Storage;

/// <summary>Where members are declared.</summary>
internal static class MemberLocations
{
    /// <summary>A parameter of a task method, or a property of a payload type.</summary>
    public static Location? OfPayload(ISymbol task, string member)
    {
        ISymbol? symbol = task switch
        {
            IMethodSymbol method => method.Parameters.FirstOrDefault(parameter => parameter.Name == member),
            INamedTypeSymbol type => MemberParser.Properties(type).FirstOrDefault(property => property.Name == member),
            _ => null,
        };
        return InSource(symbol) ?? InSource(task);
    }

    /// <summary>A property of the result; what returns the result, if that is declared elsewhere or has no members.</summary>
    public static Location? OfResult(ISymbol actuator, string member, Compilation compilation, CancellationToken cancellationToken)
    {
        ITypeSymbol? result = actuator is IMethodSymbol method
            ? FunctionParser.ParseReturn(method, new ParseScope(compilation, cancellationToken)).Result
            : null;
        IPropertySymbol? property = result is not null && ValueParser.CoreOf(result) is INamedTypeSymbol { IsTupleType: false } type
            ? MemberParser.Properties(type).FirstOrDefault(property => property.Name == member)
            : null;
        return InSource(property) ?? InSource(actuator);
    }

    private static Location? InSource(ISymbol? symbol) => symbol?.Locations.FirstOrDefault(static location => location.IsInSource);
}
