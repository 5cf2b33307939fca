using GeneratedScheduler.Generators.Incremental;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Simplification;

namespace GeneratedScheduler.CodeFixes.Editing;

/// <summary>Puts our attributes on declarations and takes them off, so that comments stay where they are.</summary>
internal static class Attributes
{
    /// <summary>The declaration with one attribute more, on a line above it.</summary>
    public static MemberDeclarationSyntax Add(MemberDeclarationSyntax declaration, string name) => Add(declaration, List(name));

    /// <summary>The member or parameter with an attribute that has a text as its first argument, be the attribute there already or not.</summary>
    public static SyntaxNode Name(SyntaxNode declaration, string attribute, string text)
    {
        SyntaxList<AttributeListSyntax> lists = declaration is ParameterSyntax parameter
            ? parameter.AttributeLists
            : ((MemberDeclarationSyntax)declaration).AttributeLists;
        AttributeSyntax? present = lists.SelectMany(static list => list.Attributes).FirstOrDefault(other => NameOf(other) == attribute);
        if (present is not null)
        {
            return declaration.ReplaceNode(present, AttributeArguments.With(present, "", text));
        }

        AttributeSyntax added = AttributeArguments.With(List(attribute).Attributes[0], "", text);
        AttributeListSyntax list = SyntaxFactory.AttributeList([added]);
        return declaration is ParameterSyntax bare ? Add(bare, list) : Add((MemberDeclarationSyntax)declaration, list);
    }

    private static MemberDeclarationSyntax Add(MemberDeclarationSyntax declaration, AttributeListSyntax attribute)
    {
        SyntaxTriviaList leading = declaration.GetLeadingTrivia();
        bool isIndented = leading.Count > 0 && leading[leading.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia);
        SyntaxTrivia[] indentation = isIndented ? [leading[leading.Count - 1]] : [];
        AttributeListSyntax list = attribute
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(LineBreaks.Like(declaration));
        MemberDeclarationSyntax bare = declaration.WithLeadingTrivia(indentation);
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list));
    }

    /// <summary>The parameter with one attribute more, in front of it, unless it has it already: two rules may ask for it.</summary>
    public static ParameterSyntax Add(ParameterSyntax parameter, string name)
    {
        if (parameter.AttributeLists.SelectMany(static list => list.Attributes).Any(attribute => NameOf(attribute) == name))
        {
            return parameter;
        }

        return Add(parameter, List(name));
    }

    private static ParameterSyntax Add(ParameterSyntax parameter, AttributeListSyntax attribute)
    {
        AttributeListSyntax list = attribute.WithLeadingTrivia(parameter.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space);
        ParameterSyntax bare = parameter.WithLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list));
    }

    /// <summary>The declaration without an attribute.</summary>
    public static MemberDeclarationSyntax Remove(MemberDeclarationSyntax declaration, string name) =>
        declaration.WithAttributeLists(Without(declaration.AttributeLists, name)).WithLeadingTrivia(declaration.GetLeadingTrivia());

    /// <summary>The parameter without an attribute.</summary>
    public static ParameterSyntax Remove(ParameterSyntax parameter, string name) =>
        parameter.WithAttributeLists(Without(parameter.AttributeLists, name)).WithLeadingTrivia(parameter.GetLeadingTrivia());

    private static SyntaxList<AttributeListSyntax> Without(SyntaxList<AttributeListSyntax> all, string name)
    {
        var lists = new List<AttributeListSyntax>();
        foreach (AttributeListSyntax list in all)
        {
            AttributeSyntax? attribute = list.Attributes.FirstOrDefault(attribute => NameOf(attribute) == name);
            if (attribute is null)
            {
                lists.Add(list);
            }
            else if (list.Attributes.Count > 1)
            {
                lists.Add(list.WithAttributes(list.Attributes.Remove(attribute)));
            }
        }

        return SyntaxFactory.List(lists);
    }

    /// <summary>The bare name: <c>Actuator</c> for <c>GeneratedScheduler.ActuatorAttribute</c>.</summary>
    private static string NameOf(AttributeSyntax attribute) => Naming.TrimSuffix(AttributeFilter.SimpleName(attribute.Name), "Attribute");

    private static AttributeListSyntax List(string name) => SyntaxFactory.AttributeList(
    [
        SyntaxFactory.Attribute(
            SyntaxFactory.ParseName("global::GeneratedScheduler." + name).WithAdditionalAnnotations(Simplifier.Annotation)),
    ]);
}
