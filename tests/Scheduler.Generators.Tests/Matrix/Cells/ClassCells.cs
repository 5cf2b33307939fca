namespace GeneratedScheduler.Generators.Tests.Matrix.Cells;

internal static class ClassCells
{
    private const string Greeting = "public interface IGreeting { string Text { get; } } public class Greeting(string text) : IGreeting { public string Text => text; } ";

    public static Group Instances => new(
        5,
        "Classes and what is injected",
        Cell.Works("a class without a constructor", "public class Work { private int _calls; [ScheduledTask] public int Run() => ++_calls; }", "", "1"),
        Cell.Works("a primary constructor", Greeting + "public class Work(IGreeting greeting) { [ScheduledTask] public string Run() => greeting.Text; }", "", "hello") with { Services = AddGreeting },
        Cell.Works("a constructor with a body", Greeting + "public class Work { private readonly IGreeting _g; public Work(IGreeting g) => _g = g; [ScheduledTask] public string Run() => _g.Text; }", "", "hello") with { Services = AddGreeting },
        Cell.Works("several constructors: the longest", Greeting + "public class Work(IGreeting? g) { public Work() : this(null) { } [ScheduledTask] public string Run() => g?.Text ?? \"\"; }", "", "hello") with { Services = AddGreeting },
        Cell.Works("several constructors: the preferred one", Greeting + "public class Work(IGreeting? g) { [ActivatorUtilitiesConstructor] public Work() : this(null) { } [ScheduledTask] public string Run() => g?.Text ?? \"none\"; }", "", "none") with { Services = AddGreeting },
        Cell.Works("several constructors that a default alone does not tell apart", Greeting + "public class Work { public Work(IGreeting? g) => Name = \"greeting\"; [ActivatorUtilitiesConstructor] public Work(CancellationToken token = default, short number = 1, string? text = null) => Name = \"settings\" + number; public string Name { get; } [ScheduledTask] public string Run() => Name; }", "", "settings1"),
        Cell.Works("a keyed service", Greeting + "public class Work([FromKeyedServices(\"b\")] IGreeting g) { [ScheduledTask] public string Run() => g.Text; }", "", "keyed") with { Services = AddKeyed },
        Cell.Works("a keyed service of a static method", Greeting + "public static class Work { [ScheduledTask] public static string Run([FromKeyedServices(\"b\")] IGreeting g) => g.Text; }", "", "keyed") with { Services = AddKeyed },
        Cell.Works("a key that is an enum", Greeting + "public enum Key { A, B } public static class Work { [ScheduledTask] public static string Run([FromKeyedServices(Key.B)] IGreeting g) => g.Text; }", "", "keyed") with { Services = "services.AddKeyedSingleton<IGreeting>(Key.B, new Greeting(\"keyed\"));" },
        Cell.Works("a key that is a type", Greeting + "public static class Work { [ScheduledTask] public static string Run([FromKeyedServices(typeof(int))] IGreeting g) => g.Text; }", "", "keyed") with { Services = "services.AddKeyedSingleton<IGreeting>(typeof(int), new Greeting(\"keyed\"));" },
        Cell.Works("a service of a static method", Greeting + "public static class Work { [ScheduledTask] public static string Run([Injected] IGreeting g, int a) => g.Text + a; }", "1", "hello1") with { Services = AddGreeting },
        Cell.Works("an optional service that is missing", Greeting + "public static class Work { [ScheduledTask] public static string Run([Injected] IGreeting? g) => g?.Text ?? \"none\"; }", "", "none") with { Services = "" },
        Cell.Works("a service with a default", Greeting + "public static class Work { [ScheduledTask] public static string Run([Injected] IGreeting? g = null) => g?.Text ?? \"none\"; }", "", "none") with { Services = "" },
        Cell.Works("a service that is a value, with a default, and is missing", "public static class Work { [ScheduledTask] public static int Run([Injected] int a = 5, [Injected] int? b = null, [FromKeyedServices(\"k\")] long c = 2) => a + (b ?? 1) + (int)c; }", "", "8") with { Services = "" },
        Cell.Works("a service that is a value, with a default, and is there", "public static class Work { [ScheduledTask] public static int Run([Injected] int a = 5, [FromKeyedServices(\"k\")] long c = 2) => a + (int)c; }", "", "30") with { Services = "services.AddSingleton(typeof(int), 10); services.AddKeyedSingleton(typeof(long), \"k\", 20L);" },
        Cell.Works("a generic service", "public static class Work { [ScheduledTask] public static int Run([Injected] IComparer<int> c, int a) => c.Compare(a, 0); }", "1", "1") with { Services = "services.AddSingleton<IComparer<int>>(Comparer<int>.Default);" },
        Cell.Works("all services of one type", Greeting + "public static class Work { [ScheduledTask] public static int Run([Injected] IEnumerable<IGreeting> all) => all.Count(); }", "", "2") with { Services = AddGreeting + AddGreeting },
        Cell.Works("a setting with a default in the constructor", "public class Work(int times = 3, string text = \"x\") { [ScheduledTask] public string Run() => text + times; }", "", "x3"),
        Cell.Works("the service provider", "public class Work(IServiceProvider services) { [ScheduledTask] public string Run(IServiceProvider more) => (services is null) + \" \" + (more is null); }", "", "False False") with { Services = "" },
        Cell.Works("a logger", "public class Work { [ScheduledTask] public string Run(Microsoft.Extensions.Logging.ILogger logger) => (logger is null).ToString(); }", "", "False"),
        Cell.Works("a context and a token", "public static class Work { [ScheduledTask] public static string Run(int a, TaskContext context, int b, CancellationToken token) => a + b + \" \" + context.Attempt + \" \" + token.CanBeCanceled; }", "1, 2", "3 1 True"),
        Cell.Works("the scheduler of another task", "public static class Chain { [ScheduledTask] public static int Inner(int a) => a + 1; [ScheduledTask] public static async Task<int> Run([Injected] InnerScheduler inner, int a) => await (await inner.EnqueueAsync(a)).Completion + 1; }", "1", "3") with { Services = "await using var inner = InnerScheduler.Create(); services.AddSingleton(inner);" },
        Cell.Works("the scheduler of another task in a constructor", "public class Chain(InnerScheduler? inner) { [ScheduledTask] public string Run() => (inner is null).ToString(); } public static class Work { [ScheduledTask] public static int Inner(int a) => a + 1; }", "", "True") with { Services = "" },
        Cell.Refused("schedulers of another task in a collection", "public static class Chain { [ScheduledTask(TypeName = \"Other\")] public static int Inner(int a) => a; [ScheduledTask] public static void Run([Injected] List<MissingScheduler> inner) { } }".Replace("[ScheduledTask(TypeName = \"Other\")] public static int Inner(int a) => a; ", "", StringComparison.Ordinal), "CS0246"),
        Cell.Works("a record", Greeting + "public record Work(IGreeting Greeting) { [ScheduledTask] public string Run() => Greeting.Text; }", "", "hello") with { Services = AddGreeting },
        Cell.Works("a disposable class", "public sealed class Work : IDisposable { public void Dispose() { } [ScheduledTask] public int Run() => 1; }", "", "1"),
        Cell.Works("required members that the constructor sets", "public class Work { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Work() => A = 1; public required int A { get; set; } [ScheduledTask] public int Run() => A; }", "", "1"),
        Cell.Refused("required members", "public class Work { public required int A { get; set; } [ScheduledTask] public int Run() => A; }", "GS0016"),
        Cell.Refused("required members of a base class", "public class Base { public required int A { get; set; } } public class Work : Base { [ScheduledTask] public int Run() => A; }", "GS0016"),
        Cell.Refused("a private constructor", "public class Work { private Work() { } [ScheduledTask] public void Run() { } }", "GS0016"),
        Cell.Refused("an abstract class", "public abstract class Work { [ScheduledTask] public void Run() { } }", "GS0016"),
        Cell.Refused("a struct", "public struct Work { [ScheduledTask] public void Run() { } }", "GS0016"),
        Cell.Works("a static method of an abstract class", "public abstract class Work { [ScheduledTask] public static int Run() => 1; }", "", "1"),
        Cell.Works("a static method of a struct", "public struct Work { [ScheduledTask] public static int Run() => 1; }", "", "1"),
        Cell.Refused("a constructor with a parameter by reference", "public class Work { public Work(in int a) { } [ScheduledTask] public void Run() { } }", "GS0003"),
        Cell.Refused("a constructor with a span", "public class Work { public Work(Span<int> a) { } [ScheduledTask] public void Run() { } }", "GS0012"),
        Cell.Refused("a constructor with a type that does not exist", "public class Work { public Work(Missing.Type a) { } [ScheduledTask] public void Run() { } }", "CS0246"));

    private const string AddGreeting = "services.AddSingleton<IGreeting>(new Greeting(\"hello\"));";
    private const string AddKeyed = "services.AddSingleton<IGreeting>(new Greeting(\"plain\")); services.AddKeyedSingleton<IGreeting>(\"b\", new Greeting(\"keyed\"));";
}
