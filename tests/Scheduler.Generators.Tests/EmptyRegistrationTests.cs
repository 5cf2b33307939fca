using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests;

/// <summary>The line of the host that registers tasks is often written before the first task.</summary>
public class EmptyRegistrationTests
{
    private const string Host = "using GeneratedScheduler; System.Console.WriteLine(typeof(SchedulerBuilder).GetMethods().Length); static class Host { public static void Add(SchedulerBuilder builder) => builder.AddMyAppTasks(); }";

    [Theory]
    [InlineData("")]
    [InlineData("public static class A { [ScheduledTask] public static async void Run(int a) => await System.Threading.Tasks.Task.Yield(); }")]
    public void A_program_without_a_right_task_can_register_its_tasks(string wrongTask)
    {
        GeneratorRun run = Start(Host + wrongTask, OutputKind.ConsoleApplication);

        Assert.Equal("MyApp.Registration.g.cs", Assert.Single(run.Files).Key);
        Assert.Equal([], TestCompilation.Problems(run.Output, run.Trees));
    }

    [Fact]
    public void A_library_without_tasks_gets_nothing() => Assert.Empty(Start("public class A;", OutputKind.DynamicallyLinkedLibrary).Files);

    [Fact]
    public void A_program_that_does_not_reference_the_runtime_gets_nothing()
    {
        CSharpCompilation input = TestCompilation.Create(["System.Console.WriteLine();"])
            .WithReferences(TestCompilation.References.Where(reference => reference.Display?.Contains("GeneratedScheduler", StringComparison.Ordinal) != true))
            .WithOptions(new CSharpCompilationOptions(OutputKind.ConsoleApplication));

        Assert.Empty(GeneratorRun.Start(input).Files);
    }

    private static GeneratorRun Start(string source, OutputKind kind)
    {
        CSharpCompilation input = TestCompilation.Create([source]);
        return GeneratorRun.Start(input.WithOptions(input.Options.WithOutputKind(kind)));
    }
}
