using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>How types and symbols are written in emitted code.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>A name as metadata has it.</summary>
    public static readonly SymbolDisplayFormat Unescaped = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    private static readonly SymbolDisplayFormat NamespaceFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    public const string NoResult = "global::GeneratedScheduler.NoResult";

    /// <summary><c>global::System.Collections.Generic.List&lt;string?&gt;</c>, with a mark for null if it is declared.</summary>
    public static string Annotated(ITypeSymbol type) => type.ToDisplayString(Qualified);

    /// <summary>The same without a mark for null at the end.</summary>
    public static string NotNull(ITypeSymbol type) =>
        Annotated(type.IsReferenceType ? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated) : type);

    /// <summary>As <c>typeof</c> takes it: neither <c>string?</c> nor <c>dynamic</c>.</summary>
    public static string InTypeOf(ITypeSymbol type) => type.TypeKind == TypeKind.Dynamic ? "object" : NotNull(type);

    public static string Namespace(ISymbol symbol) => symbol.ContainingNamespace is { IsGlobalNamespace: false } @namespace
        ? @namespace.ToDisplayString(NamespaceFormat)
        : "";

    /// <summary>The name of a type that is emitted into a namespace.</summary>
    public static string Emitted(string @namespace, string name) =>
        @namespace.Length == 0 ? "global::" + name : "global::" + @namespace + "." + name;

    /// <summary>For messages and comments: <c>Calculator.Sum</c>.</summary>
    public static string ForPeople(ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
