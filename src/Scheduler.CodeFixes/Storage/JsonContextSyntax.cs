using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Simplification;

namespace GeneratedScheduler.CodeFixes.Storage;

/// <summary>Writes serializer contexts.</summary>
internal static class JsonContextSyntax
{
    private const string Name = "TaskJson";
    private const string Serialization = "global::System.Text.Json.Serialization.";

    /// <summary>The context with a <c>[JsonSerializable]</c> for each type, below the attributes that it has.</summary>
    public static ClassDeclarationSyntax AddTypes(ClassDeclarationSyntax context, IEnumerable<string> types)
    {
        SyntaxTriviaList leading = context.GetLeadingTrivia();
        SyntaxTrivia[] indentation = leading.Count > 0 && leading[leading.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? [leading[leading.Count - 1]] : [];
        AttributeListSyntax[] added = [.. types.Select(type => ListOf(type).WithLeadingTrivia(indentation).WithTrailingTrivia(LineBreaks.Like(context)))];
        if (context.AttributeLists.Count > 0)
        {
            return context.WithAttributeLists(context.AttributeLists.AddRange(added));
        }

        added[0] = added[0].WithLeadingTrivia(leading);
        return context.WithLeadingTrivia(indentation).WithAttributeLists(SyntaxFactory.List(added));
    }

    /// <summary>The file with a context of its own at its end, named at its beginning.</summary>
    public static CompilationUnitSyntax AddContext(CompilationUnitSyntax root, Compilation compilation, IEnumerable<string> types)
    {
        var outer = root.Members.OfType<FileScopedNamespaceDeclarationSyntax>().FirstOrDefault();
        string @namespace = outer?.Name.ToString() ?? "";
        string name = FreeName(compilation, @namespace);
        SyntaxTrivia lineBreak = LineBreaks.Like(root);
        ClassDeclarationSyntax context = AddTypes(Declaration(name, root, lineBreak), types);
        CompilationUnitSyntax changed = outer is null
            ? root.AddMembers(context)
            : root.ReplaceNode(outer, outer.AddMembers(context));
        return changed.WithAttributeLists(changed.AttributeLists.Add(Naming(TypeNames.Emitted(@namespace, name), root, lineBreak)));
    }

    private static ClassDeclarationSyntax Declaration(string name, CompilationUnitSyntax root, SyntaxTrivia lineBreak)
    {
        bool endsLine = root.GetLastToken().TrailingTrivia is [.., var last] && last.IsKind(SyntaxKind.EndOfLineTrivia);
        string text = $"internal sealed partial class {name} : {Serialization}JsonSerializerContext;";
        var declaration = (ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration(text)!;
        SyntaxTrivia[] above = endsLine ? [lineBreak] : [lineBreak, lineBreak];
        return Simplified(declaration).WithLeadingTrivia(above).WithTrailingTrivia(lineBreak);
    }

    // Attributes of the assembly stand between the using directives and the first type.
    private static AttributeListSyntax Naming(string type, CompilationUnitSyntax root, SyntaxTrivia lineBreak)
    {
        AttributeSyntax attribute = SyntaxFactory.Attribute(
            SyntaxFactory.ParseName("global::GeneratedScheduler.TaskJsonContext"),
            SyntaxFactory.AttributeArgumentList([SyntaxFactory.AttributeArgument(TypeOf(type))]));
        AttributeListSyntax list = SyntaxFactory.AttributeList(
            SyntaxFactory.AttributeTargetSpecifier(SyntaxFactory.Token(SyntaxKind.AssemblyKeyword)).WithTrailingTrivia(SyntaxFactory.Space), [attribute]);
        SyntaxTrivia[] above = root.Usings.Count > 0 || root.AttributeLists.Count > 0 ? [lineBreak] : [];
        bool isFollowedByBlank = root.Members.Count > 0
            && root.Members[0].GetLeadingTrivia() is [var first, ..]
            && first.IsKind(SyntaxKind.EndOfLineTrivia);
        SyntaxTrivia[] below = isFollowedByBlank ? [lineBreak] : [lineBreak, lineBreak];
        return Simplified(list).WithLeadingTrivia(above).WithTrailingTrivia(below);
    }

    private static AttributeListSyntax ListOf(string type) => Simplified(SyntaxFactory.AttributeList(
    [
        SyntaxFactory.Attribute(
            SyntaxFactory.ParseName(Serialization + "JsonSerializable"), SyntaxFactory.AttributeArgumentList([SyntaxFactory.AttributeArgument(TypeOf(type))])),
    ]));

    private static TypeOfExpressionSyntax TypeOf(string type) => SyntaxFactory.TypeOfExpression(SyntaxFactory.ParseTypeName(type));

    private static T Simplified<T>(T node)
        where T : SyntaxNode => node.ReplaceNodes(
            node.DescendantNodes().Where(static part => part is NameSyntax), static (_, part) => part.WithAdditionalAnnotations(Simplifier.Annotation));

    private static string FreeName(Compilation compilation, string @namespace)
    {
        string name = Name;
        for (int i = 2; compilation.GetTypeByMetadataName(@namespace.Length == 0 ? name : @namespace + "." + name) is not null; i++)
        {
            name = Name + i;
        }

        return name;
    }
}
