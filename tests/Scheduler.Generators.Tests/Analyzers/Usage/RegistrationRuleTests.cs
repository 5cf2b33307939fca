using System.Collections.Immutable;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Tests.Analyzers.Usage;

public class RegistrationRuleTests
{
    private const string Task = """
        using System;
        using GeneratedScheduler;
        using Microsoft.Extensions.DependencyInjection;

        public static class Work { [ScheduledTask] public static int Sum(int a, int b) => a + b; }


        """;

    [Theory]
    [InlineData("")]
    [InlineData("static partial class Program { public static void AddSchedulerlessAppTasks() { } public static void Run() => AddSchedulerlessAppTasks(); }")]
    [InlineData("class Customer(SumScheduler sums) { public SumScheduler Sums { get; } = sums; }")]
    [InlineData("class Customer { public object Get(IServiceProvider services) => services.GetRequiredService<SumScheduler>(); }")]
    [InlineData("static class SumSchedulers { public static void Create() { } public static void Run() => SumSchedulers.Create(); }")]
    [InlineData("class A { public string Name => nameof(SumScheduler); }")]
    public async Task GS0035_a_task_that_no_code_schedules(string program)
    {
        Diagnostic diagnostic = Assert.Single(await ReportAsync(program));

        Assert.Equal("GS0035", diagnostic.Id);
        Assert.Equal("Sum", diagnostic.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(diagnostic.Location.SourceSpan));
        Assert.Equal(
            "Nothing in this program schedules 'Work.Sum(int, int)'; call AddMyAppTasks() in AddScheduler, or SumScheduler.Create()",
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("class A { void Run(IServiceCollection services) => services.AddScheduler(builder => builder.AddMyAppTasks()); }")]
    [InlineData("class A { void Run(IServiceCollection services) => services.AddScheduler(builder => MyAppSchedulerBuilderExtensions.AddMyAppTasks(builder)); }")]
    [InlineData("class A { void Run(IServiceCollection services) => services.AddScheduler(builder => builder.AddTask<SumScheduler, SumTask, int>(null!, null!)); }")]
    [InlineData("class A { object Run() => SumScheduler.Create(); }")]
    [InlineData("class A { object Run() => global::SumScheduler.CreateDefinition(); }")]
    [InlineData("class A { object Run() => new SumScheduler(null!); }")]
    [InlineData("class A { SumScheduler _sums = new(null!); }")]
    [InlineData("class Fake : SumScheduler { }")]
    public async Task GS0035_is_silent_on_a_task_that_is_registered_or_scheduled(string program) => Assert.Empty(await ReportAsync(program));

    [Fact]
    public async Task GS0035_only_for_the_tasks_that_are_not_scheduled()
    {
        ImmutableArray<Diagnostic> reported = await ReportAsync(
            """
            namespace Other { public static class More { [ScheduledTask("b")] public static void Sum() { } [ScheduledTask] public static void Rest() { } } }
            class A { object Run() => Other.SumScheduler.Create(); }
            """);

        Assert.Equal(["Rest", "Sum"], reported.Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Contains("Rest", StringComparison.Ordinal) ? "Rest" : "Sum").Order());
    }

    [Fact]
    public async Task GS0035_is_silent_in_libraries() => Assert.Empty(await ReportAsync("", OutputKind.DynamicallyLinkedLibrary));

    [Theory]
    [InlineData("xunit.v3.core")]
    [InlineData("nunit.framework")]
    [InlineData("MSTest.TestFramework")]
    public async Task GS0035_is_silent_in_test_projects(string framework) => Assert.Empty(await ReportAsync("", framework: framework));

    [Fact]
    public async Task GS0035_is_silent_before_anything_is_emitted() => Assert.Empty(
        await AnalyzeAsync(TestCompilation.Create([Task]).WithOptions(Options(OutputKind.ConsoleApplication))));

    [Fact]
    public async Task GS0035_is_suppressible() => Assert.Empty(
        await AnalyzeAsync(Generate("#pragma warning disable GS0035\n" + Task, OutputKind.ConsoleApplication, framework: null)));

    private static Task<ImmutableArray<Diagnostic>> ReportAsync(
        string program, OutputKind output = OutputKind.ConsoleApplication, string? framework = null) =>
        AnalyzeAsync(Generate(Task + program, output, framework));

    private static Compilation Generate(string source, OutputKind output, string? framework)
    {
        CSharpCompilation input = TestCompilation.Create([source, "return;"]).WithOptions(Options(output));
        if (framework is not null)
        {
            input = input.AddReferences(CSharpCompilation.Create(framework).ToMetadataReference());
        }

        return GeneratorRun.Start(input).Output;
    }

    private static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation) =>
        compilation.WithAnalyzers(AnalyzerTest.AllAnalyzers()).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    private static CSharpCompilationOptions Options(OutputKind output) =>
        new(output, nullableContextOptions: NullableContextOptions.Enable);
}
