using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Parsing.Storage;

namespace GeneratedScheduler.CodeFixes.Storage;

/// <summary>Finds the types that a serializer context lacks at the place of a diagnostic.</summary>
internal static class JsonTypesOf
{
    /// <summary>The types as <c>typeof</c> takes them.</summary>
    public static IEnumerable<string> Find(FixTarget target, CancellationToken cancellationToken)
    {
        JsonContext context = JsonContext.Of(target.Compilation);
        return (target.Declared(cancellationToken) switch
        {
            IParameterSymbol parameter => [parameter.Type],
            IPropertySymbol property => [property.Type],
            IMethodSymbol method => OfResult(FunctionParser.ParseReturn(method, new ParseScope(target.Compilation, cancellationToken)).Result),
            INamedTypeSymbol type => type.AllInterfaces.Where(KnownTypes.IsTaskActuator).SelectMany(static contract => OfResult(contract.TypeArguments[1])),
            _ => Enumerable.Empty<ITypeSymbol>(),
        })
            .Select(ValueParser.CoreOf)
            .Where(type => !context.Knows(type) && JsonGraph.FindProblem(type, context, target.Compilation, cancellationToken) is null)
            .Select(TypeNames.InTypeOf);
    }

    // A result that is taken apart reports its members; only those of a tuple have no place of their own.
    private static IEnumerable<ITypeSymbol> OfResult(ITypeSymbol? result) => result is null
        ? []
        : ValueParser.CoreOf(result) is INamedTypeSymbol { IsTupleType: true } tuple
            ? tuple.TupleElements.Select(static element => element.Type)
                .Where(static type => ValueForms.Of(ValueParser.CoreOf(type)) == ValueForm.Json && ValueParser.CoreOf(type).TypeKind != TypeKind.Enum)
            : [result];
}
