using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Reads an attribute's arguments and knows where each is written.</summary>
internal sealed class AttributeReader(AttributeData attribute, CancellationToken cancellationToken)
{
    /// <summary>The first argument of the constructor, if there is one.</summary>
    public string? FirstArgument => attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive } first, ..] ? first.Value as string : null;

    /// <summary>Whether an argument does not compile, so that nothing is known about it.</summary>
    public bool IsBroken => attribute.AttributeConstructor is null
        || attribute.ConstructorArguments.Any(static argument => argument.Kind == TypedConstantKind.Error)
        || attribute.NamedArguments.Any(static argument => argument.Value.Kind == TypedConstantKind.Error);

    public T? Get<T>(string name)
        where T : struct => Find(name) is T value ? value : null;

    public string? GetString(string name) => Find(name) as string;

    public ITypeSymbol? GetTypeOf(string name) => Find(name) as ITypeSymbol;

    /// <summary>Where a named argument is written; the attribute itself if it is not.</summary>
    public Location? LocationOf(string name) => LocationOf(argument => argument.NameEquals?.Name.Identifier.ValueText == name);

    public Location? LocationOfFirstArgument() => LocationOf(static argument => argument.NameEquals is null);

    private Location? LocationOf(Func<AttributeArgumentSyntax, bool> condition)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax)
        {
            return null;
        }

        AttributeArgumentSyntax? argument = syntax.ArgumentList?.Arguments.FirstOrDefault(condition);
        return argument is null ? syntax.GetLocation() : argument.Expression.GetLocation();
    }

    private object? Find(string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Array)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }
}
