using Microsoft.CodeAnalysis.Simplification;

namespace GeneratedScheduler.CodeFixes.Editing;

/// <summary>Writes types and attributes as short as the file allows, with a using directive where one is needed.</summary>
internal static class Types
{
    public static TypeSyntax Write(SyntaxGenerator generator, ITypeSymbol type) =>
        (TypeSyntax)generator.TypeExpression(type).WithAdditionalAnnotations(Simplifier.AddImportsAnnotation, Simplifier.Annotation);
}
