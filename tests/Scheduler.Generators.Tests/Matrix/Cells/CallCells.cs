namespace GeneratedScheduler.Generators.Tests.Matrix.Cells;

/// <summary>What emitted code calls must be what was marked, and nothing that the compiler would rather choose.</summary>
internal static class CallCells
{
    private const string Tenant = "public interface ITenant { string Name { get; } } public partial record RunTask : ITenant { public string Name => \"task\"; } public record Tenanted : ITenant { public string Name => \"tenant\"; } ";

    public static Group Calls => new(
        13,
        "Calls that could mean something else",
        Cell.Works("a parameter of an interface that the payload implements", Tenant + "public static class Work { [ScheduledTask] public static string Run(ITenant a) => a.Name; }", "new Tenanted()", "tenant"),
        Cell.Works("parameters into which payload, options and token fit", "public static class Work { [ScheduledTask] public static string Run(IEquatable<RunTask>? a, object b, object c) => a is null ? b + \" \" + c : \"task\"; } public partial record RunTask;", "null, 1, 2", "1 2"),
        Cell.Works("a parameter of a base of the payload", "public abstract record Base; public record Other : Base; public partial record RunTask; public static class Work { [ScheduledTask] public static string Run(IEquatable<RunTask>? a) => a is null ? \"null\" : \"task\"; }", "(IEquatable<RunTask>?)null", "null"),
        Cell.Works("a parameter into which the user converts the payload", "public partial record RunTask { public static implicit operator int(RunTask task) => 0; } public static class Work { [ScheduledTask] public static int Run(int a) => a; }", "3", "3"),
        Cell.Works("an overload of EnqueueAsync that the user adds", "public partial class RunScheduler { public ValueTask<TaskHandle<int>> EnqueueAsync(object a, EnqueueOptions? options = null, CancellationToken token = default) => EnqueueAsync((int)a, options, token); } public static class Work { [ScheduledTask] public static int Run(int a) => a; }", "(object)3", "3"),
        Cell.Refused("an overload of lower priority", "public static class Work { [ScheduledTask] public static string Run(int x) => \"int\"; [System.Runtime.CompilerServices.OverloadResolutionPriority(1)] public static string Run(long x) => \"long\"; }", "GS0015") with { Version = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp13 },
        Cell.Refused("an actuator of lower priority", "[ScheduledTask] public record Input(int X); public static class Work { [Actuator] public static string Do(Input x) => \"input\"; [System.Runtime.CompilerServices.OverloadResolutionPriority(1)] public static string Do(object x) => \"object\"; }", "GS0015") with { Version = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp13 },
        Cell.Works("an overload of higher priority", "public static class Work { public static string Run(int x) => \"int\"; [ScheduledTask, System.Runtime.CompilerServices.OverloadResolutionPriority(1)] public static string Run(long x) => \"long\"; }", "3", "long") with { Version = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp13 },
        Cell.Works("an override beside an overload that fits too", "public class Base { public virtual string Run(int x) => \"base\"; } public class Work : Base { [ScheduledTask] public override string Run(int x) => \"override\"; public string Run(long x) => \"long\"; }", "3", "override"),
        Cell.Works("an overload that is generic", "public static class Work { [ScheduledTask] public static string Run(int x) => \"int\"; public static string Run<T>(T x) => \"T\"; }", "3", "int"),
        Cell.Works("overloads with an array of params, with defaults and by reference", "public static class Work { [ScheduledTask] public static string Run(int x) => \"int\"; public static string Run(params int[] x) => \"params\"; public static string Run(int x, int y = 0) => \"default\"; public static string Run(in int x) => \"in\"; }", "3", "int"),
        Cell.Works("an array of params beside its normal form", "public static class Work { [ScheduledTask] public static string Run(params int[] x) => \"params\"; public static string Run(object x) => \"object\"; public static string Run(int x) => \"int\"; }", "[1, 2]", "params"),
        Cell.Works("an overload of object beside one of text", "public static class Work { [ScheduledTask] public static string Run(object? x) => \"object\"; public static string Run(string? x) => \"text\"; }", "\"a\"", "object"),
        Cell.Works("a hidden method of a base class", "public class Base { [ScheduledTask] public static string Run(int x) => \"base\"; } public class Work : Base { public static new string Run(int x) => \"derived\"; }", "3", "base"),
        Cell.Works("an instance method beside an extension method", "public class Work { [ScheduledTask] public string Run(int x) => \"instance\"; } public static class Extensions { public static string Run(this Work work, int x) => \"extension\"; }", "3", "instance"),
        Cell.Works("an overload that is private", "public static class Work { [ScheduledTask] public static string Run(long x) => \"long\"; private static string Run(int x) => \"int\"; public static string Use() => Run(1); }", "3", "long"),
        Cell.Refused("a constructor of lower priority", "public class Work { public Work(IServiceProvider a) { } [System.Runtime.CompilerServices.OverloadResolutionPriority(1)] public Work(object a) { } [ScheduledTask] public void Run() { } }", "GS0016") with { Version = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp13 },
        Cell.Refused("a method for native callers only", "public static class Work { [System.Runtime.InteropServices.UnmanagedCallersOnly, ScheduledTask] public static int Run(int a) => a; }", "GS0015"),
        Cell.Works("keys that are numbers", KeyedWork("(byte)1", "(sbyte)-1", "(short)1", "(ushort)1", "1", "1u", "1L", "1UL"), "", "Byte1 SByte-1 Int161 UInt161 Int321 UInt321 Int641 UInt641") with { Services = KeyedServices("(byte)1", "(sbyte)-1", "(short)1", "(ushort)1", "1", "1u", "1L", "1UL") },
        Cell.Refused("a key that is an array", "public class Service { } public static class Work { [ScheduledTask] public static void Run([FromKeyedServices(new[] { 1 })] Service s) { } }", "GS0012"),
        Cell.Works("keys of other types", KeyedWork("'a'", "true", "1.5", "1.5f", "\"a\\\"\\u2028\"", "double.NaN"), "", "Chara BooleanTrue Double1.5 Single1.5 Stringa\"\u2028 DoubleNaN") with { Services = KeyedServices("'a'", "true", "1.5", "1.5f", "\"a\\\"\\u2028\"", "double.NaN") });

    private static string KeyedWork(params string[] keys) =>
        "public record Service(object Key) { public override string ToString() => Key.GetType().Name + string.Create(System.Globalization.CultureInfo.InvariantCulture, $\"{Key}\"); } "
        + $"public static class Work {{ [ScheduledTask] public static string Run({string.Join(", ", keys.Select((key, i) => $"[FromKeyedServices({key})] Service s{i}"))}) => string.Join(\" \", new[] {{ {string.Join(", ", keys.Select((_, i) => "s" + i))} }}.Select(s => s.ToString())); }}";

    private static string KeyedServices(params string[] keys) =>
        string.Concat(keys.Select(key => $"services.AddKeyedSingleton(typeof(Service), {key}, new Service({key}));"));
}
