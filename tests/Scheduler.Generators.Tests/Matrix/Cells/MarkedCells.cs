using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Matrix.Cells;

/// <summary>What the user marked so that its use is reported: a warning stays in the user's code, an error is refused.</summary>
internal static class MarkedCells
{
    private const string Experimental = "[System.Diagnostics.CodeAnalysis.Experimental(\"EXP001\")] ";
    private const string OldService = "#pragma warning disable CS0618, CS0612\n[Obsolete(\"x\")] public interface IOld { } public class Old : IOld { } ";

    private const string Told = """
        await Task.Yield();
        var told = typeof(RunScheduler).GetMethod("CreateDefinition")!.GetCustomAttributes(true).OfType<System.Diagnostics.CodeAnalysis.RequiresUnreferencedCodeAttribute>().Single();
        var silenced = typeof(RunScheduler).GetNestedType("Actuator", System.Reflection.BindingFlags.NonPublic)!.GetCustomAttributes(true).OfType<System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessageAttribute>().Single();
        return told.Message + " " + silenced.CheckId;
        """;

    public static Group Marked => new(
        14,
        "What is obsolete, experimental or otherwise marked",
        Cell.Works("an obsolete payload", "#pragma warning disable CS0618\n[Obsolete(\"x\")] [ScheduledTask] public record Input(int X); public static class Work { [Actuator] public static int Do(Input a) => a.X; }", "new Input(1)", "1") with { Scheduler = "InputScheduler", Hides = ["CS0618"] },
        Cell.Works("an obsolete result", "#pragma warning disable CS0612\n[Obsolete] public record Result(int X); public static class Work { [ScheduledTask] public static Result Run(int x) => new(x); }", "1", "Result { X = 1 }") with { Hides = ["CS0612"] },
        Cell.Works("an obsolete payload with an id of its own", "#pragma warning disable OLD1\n[Obsolete(\"x\", DiagnosticId = \"OLD1\")] [ScheduledTask] public record Input(int X); public static class Work { [Actuator] public static int Do(Input a) => a.X; }", "new Input(1)", "1") with { Scheduler = "InputScheduler", Hides = ["OLD1"] },
        Cell.Works("an experimental payload with an experimental result", "#pragma warning disable EXP001\n" + Experimental + "public record Result(int X);" + Experimental + "[ScheduledTask] public record Input(int X); public static class Work { [Actuator] public static Result Do(Input a) => new(a.X); }", "new Input(1)", "Result { X = 1 }") with { Scheduler = "InputScheduler", Hides = ["EXP001"] },
        Cell.Works("a type of an experimental assembly", "#pragma warning disable EXP001\npublic static class Work { [ScheduledTask] public static int Run(Far.Thing a) => a.X; }", "new Far.Thing(1)", "1") with
        {
            Library = new Library("Far", "[assembly: System.Diagnostics.CodeAnalysis.Experimental(\"EXP001\")] namespace Far { public record Thing(int X); }"),
            Hides = ["EXP001"],
        },
        Cell.Works("a type of an experimental module", "#pragma warning disable EXP001\npublic static class Work { [ScheduledTask] public static Far.Thing Run(int x) => new(x); }", "1", "Thing { X = 1 }") with
        {
            Library = new Library("Far", "[module: System.Diagnostics.CodeAnalysis.Experimental(\"EXP001\")] namespace Far { public record Thing(int X); }"),
            Hides = ["EXP001"],
        },
        Cell.Works("an obsolete type in an array, a list and a tuple", OldService + "public static class Work { [ScheduledTask] public static (IOld?, int) Run(IOld[] a, List<IOld>? b = null) => (a.FirstOrDefault(), b?.Count ?? 7); }", "[]", "(, 7)") with { Hides = ["CS0618"] },
        Cell.Works("an obsolete setter", "[ScheduledTask] public class Input { public string Name { get; [Obsolete(\"x\")] set; } = \"a\"; } public static class Work { [Actuator] public static string Do(Input a) => a.Name; }", "new Input()", "a") with { Scheduler = "InputScheduler" },
        Cell.Works("an obsolete getter", "#pragma warning disable CS0618\n[ScheduledTask] public class Input { public string Name { [Obsolete(\"x\")] get; set; } = \"a\"; } public static class Work { [Actuator] public static string Do(Input a) => a.Name; }", "new Input()", "a") with { Scheduler = "InputScheduler", Hides = ["CS0618"] },
        Cell.Works("an obsolete value of an enum as a default", "#pragma warning disable CS0612\npublic enum Color { Red, [Obsolete] Crimson } public static class Work { [ScheduledTask] public static int Run(Color c = Color.Crimson) => (int)c; }", "", "1"),
        Cell.Works("a number that an obsolete value of an enum has too", "public enum Level { None, [Obsolete(\"renamed\", true)] Fatal = 5, Severe = 5 } public static class Work { [ScheduledTask] public static int Run(Level l = Level.Severe) => (int)l; }", "", "5"),
        Cell.Works("a number that only a value of an enum has that is obsolete as an error", "public enum Level { None, [Obsolete(\"gone\", true)] Fatal = 5 } public static class Work { [ScheduledTask] public static int Run(Level? l = (Level)5) => (int)l!; }", "", "5"),
        Cell.Works("an obsolete value of an enum as a key", "#pragma warning disable CS0618\npublic enum Key { A, [Obsolete(\"x\")] Legacy } public class Service { } public class Work([FromKeyedServices(Key.Legacy)] Service s) { [ScheduledTask] public bool Run() => s is null; }", "", "False") with { Services = "services.AddKeyedSingleton<Service>(Key.Legacy);" },
        Cell.Works("an obsolete service of an actuator class", OldService + """
            [ScheduledTask] public record Input(int X);
            [Actuator] public class Runner(IOld old) : ITaskActuator<Input, int>
            {
                public ValueTask<StartResult<int>> StartAsync(Input task, TaskContext context) => new(StartResult<int>.Completed(old is null ? 0 : task.X));
                public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<Input>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken) => default;
                public ValueTask<int> GetOutputAsync(TaskRun<Input> run, CancellationToken cancellationToken) => default;
                public ValueTask StopAsync(TaskRun<Input> run, CancellationToken cancellationToken) => default;
            }
            """, "new Input(1)", "1") with { Scheduler = "InputScheduler", Services = "services.AddSingleton<IOld>(new Old());", Hides = ["CS0618"] },
        Cell.Works("an obsolete service of a class and of a method", OldService + "public class Work(IOld old) { [ScheduledTask] public bool Run([Injected] List<IOld> all) => old is null || all is null; }", "", "False") with { Services = "services.AddSingleton<IOld>(new Old()); services.AddSingleton<List<IOld>>();", Hides = ["CS0618"] },
        Cell.Works("an obsolete constructor", "public class Work { [Obsolete(\"x\")] public Work() { } [ScheduledTask] public int Run() => 1; }", "", "1") with { Hides = ["CS0618"] },
        Cell.Works("a constructor that is obsolete as an error beside another", "public class Work { public Work() { } [Obsolete(\"x\", true)] public Work(IServiceProvider p) { } [ScheduledTask] public int Run() => 1; }", "", "1"),
        Cell.Refused("constructors that are all obsolete as an error", "public class Work { [Obsolete(\"x\", true)] public Work() { } [ScheduledTask] public int Run() => 1; }", "GS0016"),
        Cell.Refused("an actuator class that is obsolete as an error", "[ScheduledTask] public record Input(int X); [Obsolete(\"x\", true), Actuator] public class Runner : ITaskActuator<Input, int> { public ValueTask<StartResult<int>> StartAsync(Input task, TaskContext context) => new(StartResult<int>.Completed(1)); public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<Input>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken) => default; public ValueTask<int> GetOutputAsync(TaskRun<Input> run, CancellationToken cancellationToken) => default; public ValueTask StopAsync(TaskRun<Input> run, CancellationToken cancellationToken) => default; }", "GS0016"),
        Cell.Refused("a property of a payload that is obsolete as an error", "[ScheduledTask] public class Input { public int X { get; set; } [Obsolete(\"gone\", true)] public string? Old { get; set; } } public static class Work { [Actuator] public static int Do(Input a) => a.X; }", "GS0012"),
        Cell.Refused("a setter of a payload that is obsolete as an error", "[ScheduledTask] public class Input { public string? Old { get; [Obsolete(\"gone\", true)] set; } } public static class Work { [Actuator] public static string? Do(Input a) => a.Old; }", "GS0012"),
        Cell.Refused("a property of a payload whose base is obsolete as an error", "public class Base { [Obsolete(\"gone\", true)] public virtual string? Old { get; set; } } [ScheduledTask] public class Input : Base { [Obsolete] public override string? Old { get; set; } } public static class Work { [Actuator] public static int Do(Input a) => 1; }", "GS0012"),
        Cell.Works("a property of a result that is obsolete as an error", "public record Result(int X) { [Obsolete(\"gone\", true)] public string? Old { get; set; } } public static class Work { [ScheduledTask] public static int Run(int x) => new Result(x).X; }", "1", "1"),
        Cell.Refused("a parameter type that is obsolete as an error", "[Obsolete(\"gone\", true)] public record Dead; [Obsolete] public static class Work { [ScheduledTask] public static int Run(List<Dead> a) => 1; }", "GS0012"),
        Cell.Refused("a result type that is obsolete as an error", "[Obsolete(\"gone\", true)] public record Dead; [Obsolete] public static class Work { [ScheduledTask] public static Dead[] Run() => []; }", "GS0013"),
        Cell.Refused("a service that is obsolete as an error", "[Obsolete(\"gone\", true)] public interface IDead { } [Obsolete] public class Work(IDead dead) { [ScheduledTask] public bool Run() => dead is null; }", "GS0012"),
        Cell.Works("code that is compliant with the CLS", "[assembly: CLSCompliant(true)] public static class Work { [ScheduledTask] public static int Run(int a) => a; }", "1", "1") with { Hides = ["CS3001", "CS3002", "CS3009"] },
        Cell.Works("code that needs preview features", "[System.Runtime.Versioning.RequiresPreviewFeatures] public static class Work { [ScheduledTask] public static int Run(int a) => a; }", "", "True") with
        {
            Main = "await Task.Yield(); return typeof(RunScheduler).IsDefined(typeof(System.Runtime.Versioning.RequiresPreviewFeaturesAttribute), false).ToString();",
        },
        Cell.Works("a parameter whose members must be kept", "public static class Work { [ScheduledTask] public static string Run([System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicMethods)] string typeName) => typeName; }", "", "Work.Run(string): Members that 'typeName' needs may be trimmed; keep them. IL2072") with
        {
            Main = Told,
        },
        Cell.Works("a result whose reading is marked for trimming", "public class Result { public int X { get; [System.Diagnostics.CodeAnalysis.RequiresUnreferencedCode(\"Reads types.\")] set; } } public static class Work { [ScheduledTask] public static int Run(int a) => a; [ScheduledTask] public static Result Walk(int a) => null!; }", "1", "1"),
        Cell.Works("what is preferred by priority, in a newer language", "public static class Work { [ScheduledTask, System.Runtime.CompilerServices.OverloadResolutionPriority(1)] public static int Run(int a) => a; public static int Run(object a) => 0; }", "1", "1") with { Version = LanguageVersion.CSharp13 });
}
