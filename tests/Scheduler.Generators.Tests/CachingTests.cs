using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests;

/// <summary>What <see cref="GeneratorTest"/> cannot assert for every source: edits of the task itself and of its actuator.</summary>
public class CachingTests
{
    private const string Method = """
        using GeneratedScheduler;
        public static class A
        {
            [ScheduledTask] public static int Run(int a) => a;
            [ScheduledTask] public static int Walk(int a) => a;
        }
        """;

    private const string Payload = """
        using GeneratedScheduler;
        [ScheduledTask] public class P { public int X { get; set; } }
        [ScheduledTask] public class Q { public int X { get; set; } }
        public static class A { [Actuator] public static int DoP(P p) => 1; [Actuator] public static int DoQ(Q q) => 1; }
        """;

    [Theory]
    [InlineData("Run(int a)", "Run(long a)")]
    [InlineData("Run(int a)", "Run(int a = 1)")]
    [InlineData("[ScheduledTask] public static int Run", "[ScheduledTask(MaxAttempts = 2)] public static int Run")]
    public void A_change_of_a_task_runs_that_task_alone(string before, string after) =>
        AssertReasons(Method, before, after, [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged]);

    [Theory]
    [InlineData("Run(int a) => a;", "Run(int a) => a + 1;")]
    [InlineData("Run(int a) => a;", "Run(int a) { var b = a; return b; }")]
    [InlineData("Run(int a) => a;", "Run(int a) => a; private static int Helper() => 1;")]
    [InlineData("using GeneratedScheduler;", "using GeneratedScheduler;\n\n// moved")]
    [InlineData("    [ScheduledTask] public static int Walk", "\n    // above\n    /// <summary>Walks.</summary>\n    [ScheduledTask]\n    public static int Walk")]
    public void A_change_of_a_body_or_a_place_runs_nothing(string before, string after)
    {
        GeneratorRun run = AssertReasons(Method, before, after, [IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Unchanged]);
        Assert.All(run.OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void A_change_of_an_actuator_runs_its_payload_alone() =>
        AssertReasons(Payload, "int DoP(P p)", "string? DoP(P p)", [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged]);

    [Fact]
    public void A_change_of_a_payload_runs_that_payload_alone() => AssertReasons(
        Payload, "class P { public int X", "class P { public string? X", [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged]);

    [Theory]
    [InlineData("Run(int a)", "Run([TaskColumn(\"b\")] int a)")]
    [InlineData("Run(int a)", "Run([FormerName(\"b\")] int a)")]
    [InlineData("[ScheduledTask] public static int Run", "[ScheduledTask] [TaskTable(\"t\")] public static int Run")]
    [InlineData("[ScheduledTask] public static int Run", "[ScheduledTask] [return: TaskColumn(\"t\")] public static int Run")]
    public void A_change_of_storage_runs_that_task_alone_and_nothing_where_nothing_is_stored(string before, string after)
    {
        AssertReasons(Method, before, after, [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged], Storage.StoredProgram.Options("all"));
        AssertReasons(Method, before, after, [IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Unchanged]);
    }

    [Fact]
    public void A_change_of_a_result_runs_that_task_alone() => AssertReasons(
        Payload.Replace("int DoP", "R DoP", StringComparison.Ordinal).Replace("=> 1; [Actuator] public static int DoQ", "=> new(1); [Actuator] public static int DoQ", StringComparison.Ordinal) + " public record R(int A);",
        "record R(int A)",
        "record R(int A, int B)",
        [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged],
        Storage.StoredProgram.Options("all"));

    [Fact]
    public void A_conflict_that_comes_and_goes_takes_the_output_along()
    {
        CSharpCompilation input = TestCompilation.Create([Method]);
        GeneratorRun first = GeneratorRun.Start(input);
        GeneratorRun withConflict = first.Continue(Edit(input, "[ScheduledTask] public static int Run", "[ScheduledTask(\"A.Walk\")] public static int Run"));
        GeneratorRun last = withConflict.Continue(input);

        Assert.Equal(3, first.Files.Count);
        Assert.Empty(withConflict.Files);
        Assert.Equal(first.Text, last.Text);
    }

    private static GeneratorRun AssertReasons(
        string source, string before, string after, IncrementalStepRunReason[] expected, BuildProperties? options = null)
    {
        CSharpCompilation input = TestCompilation.Create([source]);
        GeneratorRun run = GeneratorRun.Start(input, options).Continue(Edit(input, before, after));

        // Cached: not even looked at. Unchanged: looked at, with the same outcome. The file is left alone either way.
        Assert.Equal(
            expected,
            run.ReasonsOf(TrackingNames.CompleteTasks)
                .Select(reason => reason == IncrementalStepRunReason.Cached ? IncrementalStepRunReason.Unchanged : reason));
        return run;
    }

    private static CSharpCompilation Edit(CSharpCompilation input, string before, string after)
    {
        SyntaxTree tree = input.SyntaxTrees[0];
        string source = tree.GetText(TestContext.Current.CancellationToken).ToString();
        Assert.Contains(before, source, StringComparison.Ordinal);
        return input.ReplaceSyntaxTree(tree, TestCompilation.Parse(source.Replace(before, after, StringComparison.Ordinal), tree.FilePath));
    }
}
