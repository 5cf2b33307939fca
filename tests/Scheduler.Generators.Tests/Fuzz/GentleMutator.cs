using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Tests.Fuzz;

/// <summary>Changes a source so that it mostly still compiles: names, parameters, members, attributes.</summary>
internal sealed class GentleMutator(Random random)
{
    private static readonly string[] Names =
    [
        "@class", "options", "cancellationToken", "task", "context", "setup", "services", "Task", "RunTask", "RunScheduler", "Actuator",
        "Create", "CreateDefinition", "EqualityContract", "Clone", "ToString", "Item1", "_", "__", "A", "a", "größe", "Value", "await",
        "GeneratedScheduler", "System", "global", "record", "field", "EnqueueAsync", "tasks", "builder", "Members", "Name", "String",
    ];

    private static readonly string[] Parameters =
    [
        "int extra = 1", "string? extra = null", "params int[] extra", "CancellationToken extra = default", "[Injected] IDisposable? extra = null",
        "TaskContext? extra = null", "List<int>? extra = null", "decimal extra = -1.5m", "DayOfWeek extra = DayOfWeek.Friday",
        "(int, string?) extra = default", "dynamic? extra = null", "object? extra = null", "Span<int> extra = default", "in int extra = 1",
        "double extra = double.NaN", "char extra = '\\\\'", "string extra = \"\\u2028\"", "Guid? extra = null", "Action? extra = null",
        "IServiceProvider? extra = null", "[FromKeyedServices(1)] IDisposable? extra = null", "nint extra = 1", "ref int extra",
    ];

    private static readonly string[] Members =
    [
        "[ScheduledTask] public static int Extra(int a) => a;", "[ScheduledTask(\"extra\")] public async static Task Extra() => await Task.Yield();",
        "[ScheduledTask] public record Extra(int A);", "[ScheduledTask] internal static void Extra<T>() { }", "public class Nested { }",
        "[ScheduledTask(TypeName = \"Run\")] public static void Extra() { }", "[ScheduledTask] private static void Extra() { }",
        "[ScheduledTask(Timeout = \"00:00:05\", MaxAttempts = 3)] public static ValueTask<string?> Extra(string? a = null) => new(a);",
        "public static void Run(string a, int b, object c) { }",
    ];

    private static readonly string[] Types =
    [
        "public partial class RunScheduler { }", "public partial record RunTask;", "internal partial class RunScheduler { }", "public class RunTask { }",
        "public partial class RunScheduler { public int Extra => 1; }", "namespace RunScheduler { class X; }", "file class RunTask { }",
        "public class InputScheduler { }", "public sealed partial record RunTask { public int Twice => 2; }", "public class System { }",
        "namespace Outer { public static class Work { [ScheduledTask(\"outer\")] public static void Run() { } } }",
    ];

    public string Mutate(string source) => random.Next(4) switch
    {
        0 => Rename(source),
        1 => Insert(source, node => node is ParameterListSyntax list ? list.CloseParenToken.SpanStart : null, Parameters, ", "),
        2 => Insert(source, node => node is TypeDeclarationSyntax { OpenBraceToken.Span.Length: > 0 } type ? type.OpenBraceToken.Span.End : null, Members, " "),
        _ => source + "\n" + Pick(Types),
    };

    private string Rename(string source)
    {
        SyntaxToken[] tokens = [.. Parse(source).DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.Span.Length > 0)];
        if (tokens.Length == 0)
        {
            return source;
        }

        string name = tokens[random.Next(tokens.Length)].Text;
        string newName = Pick(Names);
        foreach (SyntaxToken token in tokens.Where(token => token.Text == name).Reverse())
        {
            source = source[..token.SpanStart] + newName + source[token.Span.End..];
        }

        return source;
    }

    private string Insert(string source, Func<SyntaxNode, int?> place, string[] choices, string separator)
    {
        int[] places = [.. Parse(source).DescendantNodes().Select(place).OfType<int>()];
        if (places.Length == 0)
        {
            return source;
        }

        int position = places[random.Next(places.Length)];
        bool isFirst = source[..position].TrimEnd().EndsWith('(');
        return source.Insert(position, (isFirst ? "" : separator) + Pick(choices));
    }

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];

    private static SyntaxNode Parse(string source) =>
        CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp14)).GetRoot();
}
