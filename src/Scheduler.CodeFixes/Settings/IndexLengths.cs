using GeneratedScheduler.Generators.Parsing.Storage;

namespace GeneratedScheduler.CodeFixes.Settings;

/// <summary>How long an indexed column can be.</summary>
internal static class IndexLengths
{
    /// <summary>The length that an index needs, if the argument is <c>IsIndexed</c> of a column that has a length at all.</summary>
    public static int? Of(AttributeArgumentSyntax argument, SemanticModel model)
    {
        if (AttributeArguments.SettingOf(argument) != "IsIndexed" || TypeOf(argument, model) is not { } type)
        {
            return null;
        }

        return ValueParser.CoreOf(type) switch
        {
            { SpecialType: SpecialType.System_String } or { TypeKind: TypeKind.Enum } => ColumnRules.MaxIndexedCharacters,
            IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => ColumnRules.MaxIndexedBytes,
            _ => null,
        };
    }

    private static ITypeSymbol? TypeOf(AttributeArgumentSyntax argument, SemanticModel model)
    {
        SyntaxNode? member = argument.Ancestors().FirstOrDefault(static outer => outer is ParameterSyntax or MemberDeclarationSyntax);
        return member is null ? null : model.GetDeclaredSymbol(member) switch
        {
            IParameterSymbol parameter => parameter.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        };
    }
}
