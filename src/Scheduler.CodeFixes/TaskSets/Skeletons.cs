using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace GeneratedScheduler.CodeFixes.TaskSets;

/// <summary>Code for users to fill in. It compiles, and says at run time that it is not written yet.</summary>
internal static class Skeletons
{
    /// <summary>A static class with one actuator method for a payload.</summary>
    public static SyntaxNode Actuator(SyntaxGenerator generator, Compilation compilation, INamedTypeSymbol payload, string name)
    {
        SyntaxNode run = generator.MethodDeclaration(
            "Run",
            [
                generator.ParameterDeclaration("payload", Types.Write(generator, payload)),
                generator.ParameterDeclaration("cancellationToken", Write("System.Threading.CancellationToken")),
            ],
            returnType: Write("System.Threading.Tasks.Task"),
            accessibility: Accessibility.Public,
            modifiers: DeclarationModifiers.Static,
            statements: [NotImplemented(generator, compilation)]);
        run = Attributes.Add((MemberDeclarationSyntax)run, "Actuator");
        Accessibility accessibility = payload.DeclaredAccessibility == Accessibility.Public ? Accessibility.Public : Accessibility.Internal;
        return generator
            .ClassDeclaration(name, accessibility: accessibility, modifiers: DeclarationModifiers.Static, members: [run])
            .WithAdditionalAnnotations(Formatter.Annotation);

        TypeSyntax Write(string type) => Types.Write(generator, compilation.GetTypeByMetadataName(type)!);
    }

    /// <summary>The members that a contract leaves to whoever implements it.</summary>
    public static IEnumerable<SyntaxNode> Members(SyntaxGenerator generator, Compilation compilation, INamedTypeSymbol contract)
    {
        foreach (IMethodSymbol method in contract.GetMembers().OfType<IMethodSymbol>().Where(static member => member.IsAbstract))
        {
            SyntaxNode bodiless = generator.WithAccessibility(generator.MethodDeclaration(method), Accessibility.Public);
            SyntaxNode declaration = generator.WithStatements(
                generator.WithModifiers(bodiless, DeclarationModifiers.None), [NotImplemented(generator, compilation)]);
            yield return declaration.WithAdditionalAnnotations(Formatter.Annotation, Simplifier.AddImportsAnnotation, Simplifier.Annotation);
        }
    }

    private static SyntaxNode NotImplemented(SyntaxGenerator generator, Compilation compilation) => generator.ThrowStatement(
        generator.ObjectCreationExpression(Types.Write(generator, compilation.GetTypeByMetadataName("System.NotImplementedException")!)));
}
