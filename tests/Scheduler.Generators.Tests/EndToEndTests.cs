using System.Reflection;
using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Generators.Tests;

/// <summary>Loads what was emitted and lets it do work with the real runtime.</summary>
public class EndToEndTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler;
        using GeneratedScheduler.Storage;
        using Microsoft.Extensions.DependencyInjection;


        """;

    [Fact]
    public async Task Each_kind_of_method_runs_with_its_arguments() => Assert.Equal(
        "3 5 done:x 3 2 System.Int32 1,1 42 0",
        await RunAsync(
            """
            public static class Work
            {
                [ScheduledTask] public static int Sum(int a, int b = 2) => a + b;
                [ScheduledTask] public static async Task<string> Say(string text, CancellationToken token) { await Task.Delay(1, token); return "done:" + text; }
                [ScheduledTask] public static ValueTask<int> Count(params int[] numbers) => new(numbers.Length);
                [ScheduledTask] public static string? TypeOf(object anything) => anything.GetType().ToString();
                [ScheduledTask(MaxAttempts = 2, RetryDelay = "00:00:00.001")]
                public static int Flaky(TaskContext context) => context.Attempt == 1 ? throw new InvalidOperationException() : context.Attempt;
                [ScheduledTask] public static void Nothing() { }
                [ScheduledTask] public static async ValueTask Later() => await Task.Yield();
            }

            public class Counter
            {
                private int _calls;
                [ScheduledTask] public int Next() => ++_calls;
            }

            [ScheduledTask] public record struct Square(int Side);
            public class Geometry { [Actuator] public async Task<int> Area(Square square) { await Task.Yield(); return square.Side * 6; } }

            public static class Program
            {
                public static async Task<string> Main()
                {
                    await using var sums = SumScheduler.Create(setup => setup.Store = new MemoryStore(new() { Order = TaskOrder.Priority }));
                    await using var says = SayScheduler.Create();
                    await using var counts = CountScheduler.Create();
                    await using var types = TypeOfScheduler.Create();
                    await using var flaky = FlakyScheduler.Create();
                    await using var next = NextScheduler.Create();
                    await using var nothing = NothingScheduler.Create();
                    await using var later = LaterScheduler.Create();
                    await using var squares = SquareScheduler.Create();
                    var many = await sums.EnqueueManyAsync([(1, 2), (2, 3)]);
                    var results = new List<object?>();
                    foreach (var handle in many) results.Add(await handle.Completion);
                    results.Add(await (await says.EnqueueAsync("x")).Completion);
                    results.Add(await (await counts.EnqueueAsync([7, 8, 9])).Completion);
                    results.Add(await (await flaky.EnqueueAsync()).Completion);
                    results.Add(await (await types.EnqueueAsync(5)).Completion);
                    results.Add(await (await next.EnqueueAsync()).Completion + "," + await (await next.EnqueueAsync()).Completion);
                    await (await nothing.EnqueueAsync()).Completion;
                    await (await later.EnqueueAsync()).Completion;
                    results.Add(await (await squares.EnqueueAsync(new Square(7))).Completion);
                    results.Add(await (await counts.EnqueueAsync()).Completion);
                    return string.Join(" ", results);
                }
            }
            """));

    [Fact]
    public async Task Services_come_from_the_run_and_from_the_application() => Assert.Equal(
        "hello 3 hello",
        await RunAsync(
            """
            public interface IGreeting { string Text { get; } }
            public class Greeting : IGreeting { public string Text => "hello"; }

            public class Greeter(IGreeting greeting, int times = 1)
            {
                [ScheduledTask] public string Greet() => times == 1 ? greeting.Text : "";
                [ScheduledTask] public static string Ask([Injected] IGreeting greeting, [Injected] IDisposable? missing) => missing is null ? greeting.Text : "";
            }

            public static class Chain
            {
                [ScheduledTask] public static int Inner(int a) => a + 1;
                [ScheduledTask(Concurrency = 1)] public static async Task<int> Outer([Injected] InnerScheduler inner, int a) => await (await inner.EnqueueAsync(a)).Completion + 1;
            }

            public static class Program
            {
                public static async Task<string> Main()
                {
                    var services = new ServiceCollection().AddScoped<IGreeting, Greeting>();
                    await using var inner = InnerScheduler.Create();
                    services.AddSingleton(inner);
                    await using var provider = services.BuildServiceProvider();
                    await using var greets = GreetScheduler.Create(setup => setup.Options.Services = provider);
                    await using var asks = AskScheduler.Create(setup => setup.Options.Services = provider);
                    await using var outer = OuterScheduler.Create(setup => setup.Options.Services = provider);
                    return await (await greets.EnqueueAsync()).Completion + " " + await (await outer.EnqueueAsync(1)).Completion + " "
                        + await (await asks.EnqueueAsync()).Completion;
                }
            }
            """));

    [Fact]
    public async Task A_scheduler_can_be_replaced_in_a_test() => Assert.Equal(
        "7 8",
        await RunAsync(
            """
            public static class Work
            {
                [ScheduledTask] public static int Sum(int a) => a;
                [ScheduledTask] public static int Any(object a) => 0;
            }
            public sealed class FakeSums : SumScheduler
            {
                public override ValueTask<TaskHandle<int>> EnqueueAsync(SumTask task, EnqueueOptions? options = null, CancellationToken cancellationToken = default) =>
                    new(TaskHandle<int>.FromResult(task.A));
            }
            public sealed class FakeAnys : AnyScheduler
            {
                public override ValueTask<TaskHandle<int>> EnqueueAsync(AnyTask task, EnqueueOptions? options = null, CancellationToken cancellationToken = default) =>
                    new(TaskHandle<int>.FromResult((int)task.A));
            }
            public static class Program
            {
                public static async Task<string> Main() =>
                    await (await new FakeSums().EnqueueAsync(7)).Completion + " " + await (await new FakeAnys().EnqueueAsync((object)8)).Completion;
            }
            """));

    [Fact]
    public async Task Several_assemblies_and_hosts_compose_in_one_process()
    {
        const string Work = """
            public static class Work { [ScheduledTask("NAME.run")] public static string Run(string text) => "NAME:" + text; }
            public static class Program
            {
                public static void Register(SchedulerBuilder builder) => builder.AddNAMETasks();
                public static async Task<string> Enqueue(IServiceProvider services, string text) =>
                    await (await services.GetRequiredService<RunScheduler>().EnqueueAsync(text)).Completion;
            }
            """;
        Type one = Load(Work.Replace("NAME", "One", StringComparison.Ordinal), "One");
        Type two = Load(Work.Replace("NAME", "Two", StringComparison.Ordinal), "Two");

        using IHost first = await StartAsync(one, two);
        using IHost second = await StartAsync(one);

        Assert.Equal("One:a", await EnqueueAsync(one, first, "a"));
        Assert.Equal("Two:b", await EnqueueAsync(two, first, "b"));
        Assert.Equal("One:c", await EnqueueAsync(one, second, "c"));
        await first.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal("One:d", await EnqueueAsync(one, second, "d"));
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Emitted_code_has_no_mutable_static_state()
    {
        Type program = Load(
            """
            public class Work(IDisposable a)
            {
                [ScheduledTask(MaxAttempts = 2)] public void Run(int x, [Injected] IDisposable b) => GC.KeepAlive(a);
            }
            public static class Program { }
            """,
            "Statics");

        IEnumerable<FieldInfo> fields = program.Assembly.GetTypes()
            .Where(type => !type.Name.StartsWith('<'))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic));
        Assert.Empty(fields);
    }

    private static async Task<string> RunAsync(string source, [System.Runtime.CompilerServices.CallerMemberName] string name = "") =>
        await (Task<string>)Load(source, name).GetMethod("Main")!.Invoke(null, [])!;

    private static async Task<IHost> StartAsync(params Type[] programs)
    {
        var builder = new HostApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddScheduler(scheduler =>
        {
            foreach (Type program in programs)
            {
                program.GetMethod("Register")!.Invoke(null, [scheduler]);
            }
        });
        IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static async Task<string> EnqueueAsync(Type program, IHost host, string text) =>
        await (Task<string>)program.GetMethod("Enqueue")!.Invoke(null, [host.Services, text])!;

    private static Type Load(string source, string assemblyName) =>
        LoadedProgram.Load(GeneratorTest.Verify(Usings + source, assemblyName: assemblyName).Output);
}
