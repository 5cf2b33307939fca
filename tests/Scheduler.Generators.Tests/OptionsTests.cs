using System.Collections.Immutable;
using GeneratedScheduler.Generators.Analyzers;
using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Tests;

public class OptionsTests
{
    private const string Source = """
        using GeneratedScheduler;
        public static class Work { [ScheduledTask] public static int Run(int a) => a; }
        """;

    [Theory]
    [InlineData("Billing", "class BillingSchedulerBuilderExtensions", "AddBillingTasks(")]
    [InlineData(" Größe ", "class GrößeSchedulerBuilderExtensions", "AddGrößeTasks(")]
    [InlineData("", "class My_AppSchedulerBuilderExtensions", "AddMyAppTasks(")]
    [InlineData("My.App", "class My_AppSchedulerBuilderExtensions", "AddMyAppTasks(")]
    public void The_registration_takes_its_name_from_the_property(string name, string type, string method)
    {
        GeneratorRun run = Run(Source, (OptionsParser.RegistrationName, name));

        Assert.Contains(type, run.Text, StringComparison.Ordinal);
        Assert.Contains(method, run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("internal", Accessibility.Internal)]
    [InlineData("Internal", Accessibility.Internal)]
    [InlineData("public", Accessibility.Public)]
    [InlineData("", Accessibility.Public)]
    [InlineData("secret", Accessibility.Public)]
    public void The_accessibility_is_that_of_the_property(string accessibility, Accessibility expected)
    {
        Compilation output = Run(Source, (OptionsParser.Accessibility, accessibility)).Output;

        Assert.All(
            ["RunTask", "RunScheduler", "GeneratedScheduler.My_AppSchedulerBuilderExtensions"],
            name => Assert.Equal(expected, output.Assembly.GetTypeByMetadataName(name)!.DeclaredAccessibility));
    }

    [Theory]
    [InlineData("internal partial class RunScheduler;", Accessibility.Internal)]
    [InlineData("partial class RunScheduler;", Accessibility.Internal)]
    [InlineData("public partial class RunScheduler; public sealed partial record RunTask;", Accessibility.Public)]
    public void Parts_of_the_user_have_the_last_word_on_internal_types(string part, Accessibility expected)
    {
        Compilation output = Run(Source + part, (OptionsParser.Accessibility, "internal")).Output;

        Assert.Equal(expected, output.Assembly.GetTypeByMetadataName("RunScheduler")!.DeclaredAccessibility);
    }

    [Theory]
    [InlineData(OptionsParser.RegistrationName, "My.App", "The build property GeneratedSchedulerRegistrationName is 'My.App'; write an identifier, so that MyApp gives AddMyAppTasks")]
    [InlineData(OptionsParser.Storage, "mongo", "The build property GeneratedSchedulerStorage is 'mongo'; write auto, none, sql, json or all")]
    [InlineData(OptionsParser.Accessibility, "secret", "The build property GeneratedSchedulerAccessibility is 'secret'; write public or internal")]
    public async Task GS0036_values_that_make_no_sense(string property, string value, string message)
    {
        Diagnostic diagnostic = Assert.Single(await AnalyzeAsync((property, value)));

        Assert.Equal(("GS0036", message), (diagnostic.Id, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(OptionsParser.RegistrationName, "MyApp")]
    [InlineData(OptionsParser.RegistrationName, "")]
    [InlineData(OptionsParser.Accessibility, "public")]
    [InlineData(OptionsParser.Accessibility, "INTERNAL")]
    [InlineData(OptionsParser.Storage, "auto")]
    [InlineData(OptionsParser.Storage, " SQL ")]
    [InlineData(OptionsParser.Storage, "")]
    [InlineData("SomethingElse", "a.b")]
    public async Task GS0036_is_silent_on_values_that_make_sense(string property, string value) =>
        Assert.Empty(await AnalyzeAsync((property, value)));

    [Fact]
    public void A_property_that_does_not_change_runs_nothing_again()
    {
        CSharpCompilation input = TestCompilation.Create([Source]);
        GeneratorRun run = GeneratorRun.Start(input, Properties((OptionsParser.RegistrationName, "Billing"))).Continue(
            input.AddSyntaxTrees(TestCompilation.Parse("class Other;", "Other.cs")));

        Assert.All(run.OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void Assemblies_whose_names_differ_in_punctuation_live_side_by_side()
    {
        GeneratorRun first = Run("public static class A { [GeneratedScheduler.ScheduledTask] public static void Run() { } }");
        CSharpCompilation application = TestCompilation.Create(
            [
                """
                extern alias my;
                using GeneratedScheduler;
                public static class B
                {
                    [ScheduledTask] public static void Walk() { }
                    public static void Add(SchedulerBuilder builder)
                    {
                        MyAppSchedulerBuilderExtensions.AddMyAppTasks(builder);
                        my::GeneratedScheduler.My_AppSchedulerBuilderExtensions.AddMyAppTasks(builder);
                    }
                }
                """,
            ]).AddReferences(first.Output.ToMetadataReference(["global", "my"]));
        GeneratorRun run = GeneratorRun.Start(application);

        Assert.Equal([], TestCompilation.Problems(run.Output, run.Trees));
    }

    private static GeneratorRun Run(string source, params (string Name, string Value)[] properties)
    {
        GeneratorRun run = GeneratorRun.Start(TestCompilation.Create([source], assemblyName: "My.App"), Properties(properties));
        Assert.Equal([], TestCompilation.Problems(run.Output, run.Trees));
        return run;
    }

    private static BuildProperties Properties(params (string Name, string Value)[] properties) =>
        new(properties.ToDictionary(property => property.Name, property => property.Value));

    private static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(params (string Name, string Value)[] properties) => TestCompilation.Create([Source])
        .WithAnalyzers([new BuildPropertyAnalyzer()], new AnalyzerOptions([], Properties(properties)))
        .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
}
