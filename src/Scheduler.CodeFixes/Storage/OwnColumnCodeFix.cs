using System.Globalization;
using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.Storage;

/// <summary>A member whose column is taken gets one of its own: the one that its name suggests, or that with a number.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OwnColumnCodeFix)), Shared]
internal sealed class OwnColumnCodeFix() : DocumentCodeFix("Give it a column of its own", DiagnosticIds.GS0038ColumnsMustDiffer)
{
    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) => Choose(node, model) is not null;

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        string column = Choose(node, editor.SemanticModel)!;
        editor.ReplaceNode(node, (current, _) => Attributes.Name(current, "TaskColumn", column));
    }

    private static string? Choose(SyntaxNode node, SemanticModel model)
    {
        ISymbol? member = node is ParameterSyntax or PropertyDeclarationSyntax ? model.GetDeclaredSymbol(node) : null;
        if (member is null)
        {
            return null;
        }

        ISymbol[] all = [.. Siblings(member)];
        ISymbol[] others = [.. all.Where(other => !SymbolEqualityComparer.Default.Equals(other, member))];
        var taken = new HashSet<string>(others.Select(ColumnOf), StringComparer.OrdinalIgnoreCase);

        // What is taken may be a former name, which is mended by leaving that out, or a column of the result.
        return taken.Contains(ColumnOf(member)) ? Free(StorageNames.DefaultColumn(PrefixOf(member), member.Name), taken, NumberOf(member, all)) : null;
    }

    // Several that are mended at once must not all become the same.
    private static int NumberOf(ISymbol member, ISymbol[] all) => Math.Max(
        2,
        1 + all.TakeWhile(other => !SymbolEqualityComparer.Default.Equals(other, member)).Count(other =>
            string.Equals(ColumnOf(other), ColumnOf(member), StringComparison.OrdinalIgnoreCase)));

    private static string Free(string wanted, HashSet<string> taken, int first)
    {
        string name = wanted;
        for (int i = first; taken.Contains(name); i++)
        {
            name = wanted + "_" + i.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }

    private static IEnumerable<ISymbol> Siblings(ISymbol member) => member switch
    {
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } method } => MemberParser.Properties(method.ContainingType)
            .Where(property => !string.Equals(property.Name, member.Name, StringComparison.OrdinalIgnoreCase)),
        IParameterSymbol { ContainingSymbol: IMethodSymbol method } =>
            method.Parameters.Where(static parameter => ParameterParser.ParseInjected(parameter) is null),
        _ => MemberParser.Properties(member.ContainingType),
    };

    private static string ColumnOf(ISymbol member) =>
        KnownTypes.Find(member, "GeneratedScheduler", "TaskColumnAttribute") is { ConstructorArguments: [{ Value: string name }] }
            ? name
            : StorageNames.DefaultColumn(PrefixOf(member), member.Name);

    private static string PrefixOf(ISymbol member) => member is IPropertySymbol && KnownTypes.FindScheduledTask(member.ContainingType) is null
        ? StorageNames.ResultPrefix
        : "";
}
