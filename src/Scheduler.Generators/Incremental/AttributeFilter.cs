using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Incremental;

/// <summary>Tells by names alone which declarations may carry an attribute, so that only these are bound.</summary>
internal sealed class AttributeFilter(string attributeName)
{
    private const string Suffix = "Attribute";

    // "Namespace.NameAttribute" may be written as "Name" and as "NameAttribute".
    private readonly string _longName = attributeName.Substring(attributeName.LastIndexOf('.') + 1);

    public bool MayMatch(MemberDeclarationSyntax node, Aliases aliases, CancellationToken cancellationToken)
    {
        foreach (AttributeListSyntax list in node.AttributeLists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                string name = SimpleName(attribute.Name);
                if (IsOurs(name)
                    || aliases.Contains(name, node.SyntaxTree, cancellationToken)
                    || aliases.Contains(name + Suffix, node.SyntaxTree, cancellationToken))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsOurs(string name) => name == _longName
        || (name.Length == _longName.Length - Suffix.Length && _longName.StartsWith(name, StringComparison.Ordinal));

    /// <summary>The last part of a name.</summary>
    public static string SimpleName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
