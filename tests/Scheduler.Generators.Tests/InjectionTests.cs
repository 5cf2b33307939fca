using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests;

public class InjectionTests
{
    private const string Usings = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;


        """;

    [Fact]
    public void Everything_injected_stays_out_of_the_payload() => GeneratorTest.Verify(
        Usings + """
        namespace MyApp;

        public interface IStore { }
        public enum Key { First }

        public sealed class Worker(IStore store, IServiceProvider services, ILogger<Worker> logger, IStore? optional = null, int size = 3, [FromKeyedServices("a\"b")] IStore? keyed = null)
        {
            public object?[] All => [store, services, logger, optional, size, keyed];

            [ScheduledTask]
            public async ValueTask Run(
                TaskContext context, int number, CancellationToken token, [Injected] IStore service, [Injected] IStore? maybe,
                ILogger log, ILogger<Worker> typedLog, IServiceProvider provider, [FromKeyedServices(Key.First)] IStore first,
                [FromKeyedServices(typeof(string))] IStore? second = null) => await Task.Yield();
        }
        """,
        snapshot: "Everything");

    [Theory]
    [InlineData("static void Run(int a)", "", false)]
    [InlineData("static void Run(CancellationToken a)", "", false)]
    [InlineData("static void Run(TaskContext a)", "", false)]
    [InlineData("static void Run(ILogger a)", "", false)]
    [InlineData("static void Run(IServiceProvider a)", "", false)]
    [InlineData("static void Run([Injected] IDisposable a)", "", true)]
    [InlineData("static void Run([Injected] IDisposable? a)", "", false)]
    [InlineData("static void Run([Injected] IDisposable? a = null)", "", false)]
    [InlineData("void Run()", "", false)]
    [InlineData("void Run()", "public Work(IServiceProvider a) { }", false)]
    [InlineData("void Run()", "public Work(IDisposable a) { }", true)]
    [InlineData("void Run()", "public Work(int a = 1) { }", false)]
    [InlineData("void Run()", "public Work(IDisposable a, int b) { } [ActivatorUtilitiesConstructor] public Work() { }", false)]
    [InlineData("void Run()", "public Work() { } public Work(IDisposable a) { } private Work(IDisposable a, int b) { }", true)]
    public void The_definition_says_what_a_run_needs(string method, string constructors, bool needsServices)
    {
        GeneratorRun run = GeneratorTest.Verify(Usings + $$"""public class Work { {{constructors}} [ScheduledTask] public {{method}} { } }""");

        Assert.Contains($"NeedsServices = {(needsServices ? "true" : "false")},", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_scheduler_of_another_task_can_be_injected()
    {
        GeneratorRun run = GeneratorTest.Verify(
            Usings + """
            namespace MyApp.Sums { public static class Calculator { [ScheduledTask] public static int Sum(int a) => a; } }

            namespace MyApp
            {
                using MyApp.Sums;

                public class Report(SumScheduler sums)
                {
                    public SumScheduler Sums => sums;

                    [ScheduledTask] public void Build([Injected] SumScheduler? optional, [Injected] PrintScheduler printer) { }
                    [ScheduledTask] public static void Print() { }
                }
            }
            """);

        string file = run.Text;
        Assert.Contains("GetRequiredService<global::MyApp.Sums.SumScheduler>(services)", file, StringComparison.Ordinal);
        Assert.Contains("GetService<global::MyApp.Sums.SumScheduler>(context.Services)", file, StringComparison.Ordinal);
        Assert.Contains("GetRequiredService<global::MyApp.PrintScheduler>(context.Services)", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Microsoft.AspNetCore.Mvc.FromServices] Clock clock")]
    [InlineData("[Ours] Clock clock")]
    public void Attributes_that_tell_aspnet_of_a_service_count_as_injected(string parameter)
    {
        GeneratorRun run = GeneratorTest.Verify(
            Usings + $$"""
            namespace Microsoft.AspNetCore.Http.Metadata { public interface IFromServiceMetadata { } }

            namespace Microsoft.AspNetCore.Mvc
            {
                [AttributeUsage(AttributeTargets.Parameter)]
                public class FromServicesAttribute : Attribute, Microsoft.AspNetCore.Http.Metadata.IFromServiceMetadata { }
            }

            namespace MyApp
            {
                public sealed class OursAttribute : Microsoft.AspNetCore.Mvc.FromServicesAttribute { }
                public class Clock { public int Hour { get; set; } }
                public static class A { [ScheduledTask] public static int Run(int x, {{parameter}}) => clock.Hour + x; }
            }
            """);

        Assert.Contains("record RunTask(int X);", run.Text, StringComparison.Ordinal);
        Assert.Contains("GetRequiredService<global::MyApp.Clock>(context.Services)", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_does_not_exist_leads_to_no_output() => Assert.Empty(GeneratorRun.Start(
        TestCompilation.Create([Usings + "public static class A { [ScheduledTask] public static void Run([Injected] Missing a) { } }"])).Files);
}
