using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Constants as C#.</summary>
internal static class Literals
{
    /// <summary>The default value of a parameter as C#.</summary>
    public static string OfDefault(IParameterSymbol parameter) => OfDefault(parameter, parameter.Type);

    /// <summary>The default value of a parameter whose type is written differently in emitted code.</summary>
    public static string OfDefault(IParameterSymbol parameter, ITypeSymbol type)
    {
        if (parameter.ExplicitDefaultValue is { } value)
        {
            return Of(value, Underlying(type));
        }

        if (type.IsValueType)
        {
            return type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? "null" : "default";
        }

        // Declared with null although the type forbids it: the user has said so with "null!" or is oblivious.
        return type.NullableAnnotation == NullableAnnotation.NotAnnotated ? "null!" : "null";
    }

    /// <summary>The default value with its type: <c>(short)1</c>, <c>(string?)null</c>.</summary>
    public static string OfDefaultWithType(IParameterSymbol parameter)
    {
        ITypeSymbol type = parameter.Type.NullableAnnotation == NullableAnnotation.None && parameter.Type.IsReferenceType
            ? parameter.Type.WithNullableAnnotation(NullableAnnotation.Annotated)
            : parameter.Type;
        string value = OfDefault(parameter);
        return $"({TypeNames.Annotated(type)}){(value[0] == '-' ? "(" + value + ")" : value)}";
    }

    public static string Of(TypedConstant constant) => constant switch
    {
        { IsNull: true } => "null",
        { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } => "typeof(" + TypeNames.InTypeOf(type) + ")",
        { Kind: TypedConstantKind.Enum or TypedConstantKind.Primitive, Value: { } value } => Of(value, constant.Type),
        _ => "null",
    };

    private static string Of(object value, ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumType ? OfEnum(value, enumType) : OfPrimitive(value);

    private static string OfEnum(object value, INamedTypeSymbol type)
    {
        string typeName = TypeNames.Annotated(type);
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { HasConstantValue: true } field && Equals(field.ConstantValue, value))
            {
                return typeName + "." + Naming.Escape(field.Name);
            }
        }

        return "(" + typeName + ")(" + OfPrimitive(value) + ")";
    }

    private static string OfPrimitive(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        string text => SymbolDisplay.FormatLiteral(text, quote: true),
        char character => SymbolDisplay.FormatLiteral(character, quote: true),
        double number when double.IsNaN(number) => "double.NaN",
        double number when double.IsPositiveInfinity(number) => "double.PositiveInfinity",
        double number when double.IsNegativeInfinity(number) => "double.NegativeInfinity",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "D",
        float number when float.IsNaN(number) => "float.NaN",
        float number when float.IsPositiveInfinity(number) => "float.PositiveInfinity",
        float number when float.IsNegativeInfinity(number) => "float.NegativeInfinity",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "F",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "M",
        uint number => number.ToString(CultureInfo.InvariantCulture) + "U",
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "default",
    };

    private static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;
}
