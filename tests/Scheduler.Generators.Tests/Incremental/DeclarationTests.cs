using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Incremental;

/// <summary>
/// A task is read again exactly if a declaration has changed somewhere. What follows in one driver from an edit must be what a new
/// driver makes of the edited project.
/// </summary>
public class DeclarationTests
{
    private const string Task = """
        public static class Work
        {
            public const int Usual = 3;

            [GeneratedScheduler.ScheduledTask(Concurrency = Limits.Most)]
            public static Result Run(Number number, string text, int count = Usual)
            {
                return new Result();
            }
        }
        """;

    private const string Elsewhere = """
        global using Number = System.Int32;
        public static class Limits { public const int Most = 2; }
        public class Result { public int Value => Compute(1); private int Compute(int a) { return a; } }
        """;

    [Theory]
    [InlineData("Most = 2", "Most = 3")]
    [InlineData("Number = System.Int32", "Number = System.Int64")]
    [InlineData("public class Result", "namespace Other; public class Result")]
    [InlineData("public class Result {", "public class RunScheduler { } public class Result {")]
    [InlineData("public class Result", "[System.Obsolete] public class Result")]
    public void A_declaration_elsewhere_is_noticed(string old, string changed) => AssertNoticed(Task, Task, Elsewhere, Elsewhere.Replace(old, changed));

    [Theory]
    [InlineData("Usual = 3", "Usual = 4")]
    [InlineData("string text", "string? text")]
    [InlineData("public static class Work", "internal static class Work")]
    [InlineData("public static class Work", "#nullable disable\npublic static class Work")]
    [InlineData("[Gen", "[System.Obsolete][Gen")]
    [InlineData("[GeneratedScheduler.ScheduledTask(Concurrency = Limits.Most)]", "")]
    public void A_declaration_in_the_same_file_is_noticed(string old, string changed) => AssertNoticed(Task, Task.Replace(old, changed), Elsewhere, Elsewhere);

    [Theory]
    [InlineData("return new Result();", "var result = new Result(); return result;")]
    [InlineData("public static Result", "/* why */ public  static\n Result")]
    [InlineData("public const", "#region Numbers\n#endregion\n    public const")]
    public void Bodies_comments_and_layout_are_not_read_again(string old, string changed)
    {
        (GeneratorRun first, GeneratorRun second) = Edit(Task, Task.Replace(old, changed), Elsewhere, Elsewhere);

        Assert.Equal(first.Text, second.Text);
        Assert.All(second.OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory]
    [InlineData("return a;", "return a + 1;")]
    [InlineData("Compute(1)", "Compute(2)")]
    public void Bodies_elsewhere_leave_every_reading_as_it_is(string old, string changed)
    {
        (GeneratorRun first, GeneratorRun second) = Edit(Task, Task, Elsewhere, Elsewhere.Replace(old, changed));

        Assert.Equal(first.Text, second.Text);
        Assert.All(second.ReasonsOf(TrackingNames.Tasks), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory]
    [InlineData("using Scheduled = GeneratedScheduler.ScheduledTaskAttribute; public static class A { [Scheduled] public static void Run() { } }", "")]
    [InlineData("using ScheduledAttribute = GeneratedScheduler.ScheduledTaskAttribute; public static class A { [Scheduled] public static void Run() { } }", "")]
    [InlineData("public static class A { [Scheduled] public static void Run() { } }", "global using Scheduled = GeneratedScheduler.ScheduledTaskAttribute;")]
    [InlineData("public static class A { [global::GeneratedScheduler.ScheduledTaskAttribute] public static void Run() { } }", "")]
    [InlineData("using GeneratedScheduler; public static class A { [@ScheduledTaskAttribute] public static void Run() { } }", "")]
    public void The_attribute_may_have_any_name(string source, string elsewhere) =>
        Assert.Equal(2, GeneratorRun.Start(TestCompilation.Create([source, elsewhere])).Files.Count);

    [Theory]
    [InlineData("public class ScheduledTaskAttribute : System.Attribute { } public static class A { [ScheduledTask] public static void Run() { } }")]
    [InlineData("using ScheduledTask = System.ObsoleteAttribute; public static class A { [ScheduledTask] public static void Run() { } }")]
    public void Another_attribute_of_the_same_name_is_none(string source) =>
        Assert.Empty(GeneratorRun.Start(TestCompilation.Create([source])).Files);

    [Fact]
    public void An_alias_that_is_added_elsewhere_is_noticed() => AssertNoticed(
        "public static class A { [Scheduled] public static void Run() { } }",
        "public static class A { [Scheduled] public static void Run() { } }",
        "",
        "global using Scheduled = GeneratedScheduler.ScheduledTaskAttribute;");

    private static void AssertNoticed(string task, string changedTask, string elsewhere, string changedElsewhere)
    {
        (GeneratorRun first, GeneratorRun second) = Edit(task, changedTask, elsewhere, changedElsewhere);

        Assert.Equal(GeneratorRun.Start(TestCompilation.Create([changedTask, changedElsewhere])).Text, second.Text);
        Assert.NotEqual(first.Text, second.Text);
    }

    // Trees that are not edited stay the same objects, as in an editor.
    private static (GeneratorRun First, GeneratorRun Second) Edit(string task, string changedTask, string elsewhere, string changedElsewhere)
    {
        CSharpCompilation before = TestCompilation.Create([task, elsewhere]);
        CSharpCompilation after = before;
        foreach ((string old, string changed, int file) in new[] { (task, changedTask, 0), (elsewhere, changedElsewhere, 1) })
        {
            after = old == changed
                ? after
                : after.ReplaceSyntaxTree(before.SyntaxTrees[file], TestCompilation.Parse(changed, before.SyntaxTrees[file].FilePath));
        }

        GeneratorRun first = GeneratorRun.Start(before);
        return (first, first.Continue(after));
    }
}
