using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Architecture.Tests;

/// <summary>Which folders of a project use types of which others, with one place as an example for each. Comments do not count.</summary>
internal sealed class FolderUses
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly string _project;
    private readonly Dictionary<(string From, string To), string> _examples = [];

    private FolderUses(string project) => _project = project;

    /// <summary>One example for each use of a folder by another one.</summary>
    public IReadOnlyDictionary<(string From, string To), string> Examples => _examples;

    /// <summary>Every folder that has a type; <c>.</c> is the project's own.</summary>
    public SortedSet<string> Folders { get; } = new(StringComparer.Ordinal);

    public static FolderUses Read(string project)
    {
        FolderUses uses = new(project);
        CSharpParseOptions options = new(LanguageVersion.Preview);
        List<SyntaxTree> trees =
        [
            CSharpSyntaxTree.ParseText(ImplicitUsings, options),
            .. Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
                .Where(file => !IsBuilt(Path.GetRelativePath(project, file)))
                .Order(StringComparer.Ordinal)
                .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file)),
        ];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Generated" + Path.GetFileName(project), trees, References(project), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        foreach (SyntaxTree tree in trees.Skip(1))
        {
            uses.Add(tree, compilation.GetSemanticModel(tree));
        }

        return uses;
    }

    private void Add(SyntaxTree tree, SemanticModel model)
    {
        string from = FolderOf(tree.FilePath);
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
        {
            if (node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            {
                Folders.Add(from);
            }
            else if (node is SimpleNameSyntax name && TypeOf(model.GetSymbolInfo(name).Symbol) is { } type
                && type.DeclaringSyntaxReferences is [{ SyntaxTree.FilePath: var file }, ..])
            {
                string to = FolderOf(file);
                if (to != from)
                {
                    _examples.TryAdd((from, to), $"{Path.GetRelativePath(_project, tree.FilePath)} uses {type.Name}");
                }
            }
        }
    }

    private static INamedTypeSymbol? TypeOf(ISymbol? symbol) => (symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition;

    private string FolderOf(string file)
    {
        string relative = Path.GetRelativePath(_project, file);
        int slash = relative.IndexOf(Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return slash < 0 ? "." : relative[..slash];
    }

    private static bool IsBuilt(string file) => file.StartsWith("bin" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || file.StartsWith("obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // All that the tests themselves refer to, without the project that is read.
    private static IEnumerable<PortableExecutableReference> References(string project) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) != "Generated" + Path.GetFileName(project))
            .Select(file => MetadataReference.CreateFromFile(file));
}
