using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Tests;

public class HiddenTypesTests
{
    private static readonly string[] ImplicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    // "Task" alone cannot be emitted: the stem has at least one letter.
    [Fact]
    public void The_list_has_all_types_of_the_implicit_usings_that_could_be_hidden()
    {
        Compilation compilation = TestCompilation.Create(Array.Empty<SyntaxTree>());
        IEnumerable<string> found = ImplicitUsings
            .SelectMany(name => Namespace(compilation, name).GetTypeMembers())
            .Where(type => type is { DeclaredAccessibility: Accessibility.Public, Arity: 0, Name: not "Task" })
            .Where(type => type.Name.EndsWith("Task", StringComparison.Ordinal) || type.Name.EndsWith("Scheduler", StringComparison.Ordinal))
            .Select(type => type.ToDisplayString())
            .Distinct();

        Assert.Equal(found.Order(StringComparer.Ordinal), EmittedTypeRules.HiddenTypes);
    }

    private static INamespaceSymbol Namespace(Compilation compilation, string name) => name.Split('.').Aggregate(
        compilation.GlobalNamespace, (outer, part) => outer.GetNamespaceMembers().Single(inner => inner.Name == part));
}
