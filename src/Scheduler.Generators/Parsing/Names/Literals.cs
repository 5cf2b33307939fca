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
        { Kind: TypedConstantKind.Enum or TypedConstantKind.Primitive, Value: { } value } => OfBoxed(value, constant.Type),
        _ => "null",
    };

    private static string Of(object value, ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumType ? OfEnum(value, enumType) : OfPrimitive(value);

    // An object is of exactly the type that was written down: a byte is not equal to an int.
    private static string OfBoxed(object value, ITypeSymbol? type)
    {
        string literal = Of(value, type);
        return value switch
        {
            _ when type is { TypeKind: TypeKind.Enum } => literal,
            sbyte or byte or short or ushort => $"({type!.ToDisplayString()})({literal})",
            _ => literal,
        };
    }

    // Several names may have one number. The compiler would report the use of one that is obsolete or experimental.
    private static string OfEnum(object value, INamedTypeSymbol type)
    {
        string typeName = TypeNames.Annotated(type);
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { HasConstantValue: true } field && Equals(field.ConstantValue, value) && !UseRules.IsMarked(field))
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
        double number when IsNegativeZero(number) => "-0D",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "D",
        float number when float.IsNaN(number) => "float.NaN",
        float number when float.IsPositiveInfinity(number) => "float.PositiveInfinity",
        float number when float.IsNegativeInfinity(number) => "float.NegativeInfinity",
        float number when IsNegativeZero(number) => "-0F",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "F",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "M",
        uint number => number.ToString(CultureInfo.InvariantCulture) + "U",
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "default",
    };

    // Not every framework that runs the compiler writes its sign.
    private static bool IsNegativeZero(double number) => number == 0 && double.IsNegativeInfinity(1 / number);

    private static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;
}
