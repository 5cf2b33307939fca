using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests;

public class NamingTests
{
    [Fact]
    public void File_names_are_short_in_bytes_and_differ()
    {
        string name = new('道', 90);
        GeneratorRun run = GeneratorTest.Verify(
            $$"""
            namespace {{name}}.一 { public static class Work { [GeneratedScheduler.ScheduledTask("a")] public static void Run(int a) { } } }
            namespace {{name}}.二 { public static class Work { [GeneratedScheduler.ScheduledTask("b")] public static void Run(int a) { } } }
            """,
            assemblyName: new string('组', 100));

        Assert.Equal(3, run.Files.Count);
        Assert.All(run.Files.Keys, file => Assert.True(System.Text.Encoding.UTF8.GetByteCount(file) <= 130, file));
    }

    [Fact]
    public void The_name_of_an_assembly_is_escaped_in_documentation() =>
        Assert.Contains("R&amp;D &lt;1&gt;", GeneratorTest.Verify("public static class Work { [GeneratedScheduler.ScheduledTask] public static void Run(int a) { } }", assemblyName: "R&D <1>").Text, StringComparison.Ordinal);

    [Fact]
    public void Parameters_with_awkward_names_keep_them() => GeneratorTest.Verify(
        """
        using System.Threading;
        using GeneratedScheduler;

        namespace MyApp;

        public static class Awkward
        {
            [ScheduledTask]
            public static int Run(
                int @class, string options, int enqueueOptions, bool cancellationToken, int task, int context, int services,
                int equals, int getHashCode, int equalityContract, int clone, int toString, int runTask, int deconstruct,
                int a, int A, int _a, int _, int _1, int item1, int Item2, int Rest, int setup, int await,
                int memberwiseClone, int getType, int printMembers, int builder, int run, int größe, CancellationToken token) => 1;
        }
        """,
        snapshot: "Awkward");

    [Theory]
    [InlineData("my-app.web", "MyAppWeb")]
    [InlineData("MyApp", "MyApp")]
    [InlineData("1st.app", "_1stApp")]
    [InlineData("a_b c", "ABC")]
    [InlineData("---", "_")]
    public void An_assembly_name_becomes_an_identifier(string assemblyName, string expected) =>
        Assert.Equal(expected, Naming.FromAssembly(assemblyName));

    [Theory]
    [InlineData("my-app.web", "my_app_web")]
    [InlineData("MyApp", "MyApp")]
    [InlineData("My.App", "My_App")]
    [InlineData("1st", "_1st")]
    [InlineData("", "_")]
    public void Assemblies_that_differ_in_punctuation_have_classes_of_their_own(string assemblyName, string expected) =>
        Assert.Equal(expected, Naming.ClassFromAssembly(assemblyName));

    [Theory]
    [InlineData("my-app.web", "AddMyAppWebTasks")]
    [InlineData("1st", "Add1stTasks")]
    [InlineData("größe", "AddGrößeTasks")]
    public void The_registration_is_named_after_the_assembly(string assemblyName, string expected)
    {
        GeneratorRun run = GeneratorTest.Verify(
            "public static class A { [GeneratedScheduler.ScheduledTask] public static void Run() { } }", assemblyName: assemblyName);

        Assert.Contains(expected + "(this", run.Files[Naming.RegistrationHintName(assemblyName)], StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_in_the_global_namespace_emits_there() => Assert.Contains(
        "public partial class RunScheduler : global::GeneratedScheduler.Scheduler<global::RunTask, ",
        GeneratorTest.Verify("public static class A { [GeneratedScheduler.ScheduledTask] public static void Run(int a) { } }").Text,
        StringComparison.Ordinal);

    [Fact]
    public void A_nested_class_emits_into_its_namespace()
    {
        GeneratorRun run = GeneratorTest.Verify(
            """
            namespace MyApp.@event;
            public class Outer
            {
                internal static class @static
                {
                    [GeneratedScheduler.ScheduledTask]
                    public static void @do(int @int = 1) { }
                }
            }
            """);

        string file = run.Files["MyApp.event.Outer+static.do.Task.g.cs"];
        Assert.Contains("namespace MyApp.@event\n{", file, StringComparison.Ordinal);
        Assert.Contains("internal sealed partial record doTask(int Int = 1);", file, StringComparison.Ordinal);
        Assert.Contains("global::MyApp.@event.Outer.@static.@do(task.Int)", file, StringComparison.Ordinal);
    }

    [Fact]
    public void Overloads_live_side_by_side_with_names_of_their_own()
    {
        GeneratorRun run = GeneratorTest.Verify(
            """
            using System.Collections.Generic;
            using GeneratedScheduler;
            public static class A
            {
                [ScheduledTask("one", TypeName = "One")] public static void Run(List<int?> a) { }
                [ScheduledTask("two", TypeName = "Two")] public static void Run(string? a) { }
                [ScheduledTask("three", TypeName = "Three")] public static void Run((int, string) a, params string[] b) { }
                public static void Run() { }
            }
            """);

        Assert.Equal(4, run.Files.Count);
    }

    [Fact]
    public void Names_that_differ_in_case_only_have_files_of_their_own()
    {
        GeneratorRun run = GeneratorTest.Verify(
            """
            using GeneratedScheduler;
            public static class A
            {
                [ScheduledTask] public static void Run() { }
                [ScheduledTask] public static void run() { }
            }
            public static class B { [ScheduledTask(TypeName = "BRun")] public static void Registration() { } }
            namespace MyApp { [ScheduledTask] public class Registration { } public static class C { [Actuator] public static void Run(Registration a) { } } }
            """);

        Assert.Equal(5, run.Files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void A_file_name_has_a_bounded_length()
    {
        string longName = new('a', 300);
        GeneratorRun run = GeneratorTest.Verify(
            $$"""
            using GeneratedScheduler;
            public static class A
            {
                [ScheduledTask(TypeName = "One")] public static void {{longName}}1() { }
                [ScheduledTask("b", TypeName = "Two")] public static void {{longName}}2() { }
            }
            """.Replace("[ScheduledTask(T", "[ScheduledTask(\"a\", T", StringComparison.Ordinal));

        Assert.Equal(3, run.Files.Count);
        Assert.All(run.Files.Keys, name => Assert.InRange(name.Length, 1, 210));
    }

    [Fact]
    public void Types_of_the_user_cannot_come_between() => GeneratorTest.Verify(
        """
        namespace MyApp.Deep
        {
            public class Task { }
            public class System { }
            public class GeneratedScheduler { }
            public class Microsoft { }
            public class CancellationToken { }

            public class Work
            {
                public Work(global::System.IDisposable service) { }

                [global::GeneratedScheduler.ScheduledTask(Timeout = "00:00:01")]
                public global::System.Threading.Tasks.Task<Task> Run(System a, GeneratedScheduler b, CancellationToken c) => null!;
            }
        }
        """);

    [Fact]
    public void Without_a_task_there_is_no_file() => Assert.Empty(GeneratorTest.Verify("public class A { }").Files);

    [Fact]
    public void The_suffix_that_says_nothing_is_dropped()
    {
        GeneratorRun run = GeneratorTest.Verify(
            """
            using GeneratedScheduler;
            public static class A
            {
                [ScheduledTask] public static void RunAsync() { }
                [ScheduledTask] public static void Async() { }
                [ScheduledTask] public class WalkTask { }
                [Actuator] public static void Do(WalkTask task) { }
            }
            """);

        Assert.All(["class RunScheduler", "class AsyncScheduler", "class WalkScheduler", "Name = \"A.RunAsync\""], part => Assert.Contains(part, run.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Newer_language_versions_are_fine_too() => GeneratorTest.Verify(
        "public static class A { [GeneratedScheduler.ScheduledTask] public static void Run(int field, params System.Collections.Generic.List<int> more) { } }",
        version: LanguageVersion.CSharp14);
}
