using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Incremental;

/// <summary>After any edit, a driver that has seen all earlier states of a project emits what a new one does.</summary>
/// <remarks>
/// Steps are not tracked, as in an editor: a driver that tracks them loses the last value of a Combine when all is cached after a node was
/// removed from a file (the removed value leaves an empty slot, and the slots are counted by the input's values).
/// </remarks>
public class RandomEditTests
{
    private const int Edits = 100;

    private static readonly string[] Files =
    [
        """
        using System.Collections.Generic;
        using GeneratedScheduler;
        namespace MyApp;
        public static class Work
        {
            public const int Usual = 3;
            [ScheduledTask("work.run", Concurrency = Limits.Most, Timeout = "00:00:05")]
            public static int Run(int a, List<string?> texts, Colour colour = Colour.Red, int count = Usual) { return a + count; }
            [ScheduledTask] public static string Walk(Order order) => order.ToString();
            [ScheduledTask] public static Receipt Pay(int amount, [NotStored] int cached = Usual) => new(amount);
            [Actuator] public static void Ship(Order order, System.Threading.CancellationToken token) { }
        }
        """,
        """
        using GeneratedScheduler;
        namespace MyApp;
        public enum Colour { Red = 1, Green }
        internal static class Limits { public const int Most = 2; private static int Twice(int a) { return a * 2; } }
        [ScheduledTask, TaskTable("orders")] public record Order(int Number, [property: TaskColumn("customer", Length = 5)] string Customer) { public decimal? Amount { get; init; } }
        public record Receipt(int Total, [property: FormerName("Old")] Colour? Colour = null);
        """,
        """
        #nullable disable
        namespace MyApp;
        public partial class RunScheduler { public int Extra => 1; }
        public class Service { public Service(string name = "x") { } [GeneratedScheduler.ScheduledTask] public void Serve(string text) { } }
        """,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_driver_with_a_past_emits_what_a_new_one_does(int seed)
    {
        var random = new Random(seed);
        CSharpCompilation start = TestCompilation.Create(Files);
        CSharpCompilation project = start;
        BuildProperties? options = seed % 2 == 0 ? null : Storage.StoredProgram.Options("all");
        GeneratorRun run = GeneratorRun.Start(project, options, trackSteps: false);
        for (int edit = 1; edit <= Edits; edit++)
        {
            project = Edit(project, random);
            run = run.Continue(project);

            string fresh = GeneratorRun.Start(Reparse(project), options).Text;
            Assert.True(fresh == run.Text, $"Seed {seed}, edit {edit}: the drivers disagree on\n{string.Join("\n----\n", project.SyntaxTrees)}\n---- new:\n{fresh}\n---- old:\n{run.Text}");

            // Edits break more and more; begin anew before nothing is left.
            project = edit % 10 == 0 ? start : project;
        }
    }

    private static CSharpCompilation Edit(CSharpCompilation project, Random random)
    {
        SyntaxTree tree = project.SyntaxTrees[random.Next(project.SyntaxTrees.Length)];
        SyntaxToken[] tokens = [.. tree.GetRoot(TestContext.Current.CancellationToken).DescendantTokens()];
        SyntaxToken token = tokens[random.Next(tokens.Length)];
        SyntaxToken other = tokens[random.Next(tokens.Length)];
        string text = tree.ToString();
        string edited = random.Next(6) switch
        {
            0 => text.Remove(token.SpanStart, token.Span.Length),
            1 => text.Insert(token.SpanStart, other.Text + " "),
            2 => text.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, other.Text),
            3 => text.Insert(token.SpanStart, "/* comment */ "),
            4 => text.Insert(token.SpanStart, "\n#nullable " + (random.Next(2) == 0 ? "enable" : "disable") + "\n"),
            _ => text.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, random.Next(10).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        };
        return project.ReplaceSyntaxTree(tree, TestCompilation.Parse(edited, tree.FilePath));
    }

    // Nodes that nothing can be remembered for.
    private static CSharpCompilation Reparse(CSharpCompilation project) =>
        TestCompilation.Create(project.SyntaxTrees.Select(tree => tree.ToString()));
}
