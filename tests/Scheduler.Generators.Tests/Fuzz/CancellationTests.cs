using System.Collections.Immutable;
using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Tests.Fuzz;

/// <summary>An editor stops generators and analyzers all the time: they must stop, and with no other exception.</summary>
public class CancellationTests
{
    // Tasks enough to be interrupted in the middle of.
    private static readonly CSharpCompilation Input = TestCompilation.Create(
        Enumerable.Range(0, 200).Select(i => $$"""
            namespace N{{i}}
            {
                public class Work(System.IDisposable a)
                {
                    [GeneratedScheduler.ScheduledTask("n{{i}}", Timeout = "00:00:05")] public int Run(int b) => a is null ? 0 : b;
                }
            }
            """));

    [Fact]
    public void A_definition_is_not_parsed_after_the_stop()
    {
        ISymbol method = Input.GetSymbolsWithName("Run", SymbolFilter.Member, TestContext.Current.CancellationToken).First();
        var scope = new ParseScope(Input, new CancellationToken(canceled: true));

        Assert.Throws<OperationCanceledException>(() => TaskParser.Parse(method, KnownTypes.FindScheduledTask(method)!, scope));
        Assert.Throws<OperationCanceledException>(() => ActuatorParser.Parse(method, scope));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(30)]
    public void The_generator_stops_at_any_time(int milliseconds)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new SchedulerGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions());
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(milliseconds);
        try
        {
            driver = driver.RunGenerators(Input, stop.Token);
            Assert.Null(driver.GetRunResult().Results.Single().Exception);
        }
        catch (OperationCanceledException exception)
        {
            Assert.Equal(stop.Token, exception.CancellationToken);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(200)]
    public async Task The_analyzers_stop_at_any_time(int milliseconds)
    {
        var thrown = new List<Exception>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, _, _) => thrown.Add(exception), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(milliseconds);
        try
        {
            ImmutableArray<Diagnostic> reported = await Input
                .WithAnalyzers(AnalyzerTest.AllAnalyzers(), options)
                .GetAnalyzerDiagnosticsAsync(stop.Token);
            Assert.DoesNotContain(reported, diagnostic => diagnostic.Id == "AD0001");
        }
        catch (OperationCanceledException)
        {
            Assert.True(stop.IsCancellationRequested);
        }

        Assert.Empty(thrown);
    }
}
