using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Matrix.Cells;

internal static class AccessCells
{
    public static Group Accessibility => new(
        3,
        "Accessibility",
        Cell.Works("an internal method", "public static class Work { [ScheduledTask] internal static int Run(int a) => a; }", "1", "1"),
        Cell.Works("an internal class", "internal static class Work { [ScheduledTask] public static int Run(int a) => a; }", "1", "1"),
        Cell.Works("an internal class in a public one", "public class Outer { internal class Work { [ScheduledTask] public int Run(int a) => a; } }", "1", "1"),
        Cell.Works("a protected internal method", "public class Work { [ScheduledTask] protected internal static int Run(int a) => a; }", "1", "1"),
        Cell.Works("an internal parameter type", "internal enum Colour { Red } internal static class Work { [ScheduledTask] internal static Colour Run(Colour a) => a; }", "Colour.Red", "Red"),
        Cell.Works("a public payload with an internal result", "internal record Result(int X); [ScheduledTask] public record Input(int X); internal static class Work { [Actuator] internal static Result Do(Input a) => new(a.X); }", "new Input(3)", "Result { X = 3 }") with { Scheduler = "InputScheduler" },
        Cell.Works("an internal payload", "[ScheduledTask] internal record Input(int X); internal static class Work { [Actuator] internal static int Do(Input a) => a.X; }", "new Input(3)", "3") with { Scheduler = "InputScheduler" },
        Cell.Refused("a file-local parameter type", "file class Local { } file static class Work { [ScheduledTask] public static void Run(List<Local> a) { } }", "GS0001", "GS0012"),
        Cell.Refused("a private method", "public static class Work { [ScheduledTask] private static void Run() { } }", "GS0001"),
        Cell.Refused("a protected method", "public class Work { [ScheduledTask] protected static void Run() { } }", "GS0001"),
        Cell.Refused("a private protected method", "public class Work { [ScheduledTask] private protected void Run() { } }", "GS0001"),
        Cell.Refused("a method in a private class", "public class Outer { private static class Work { [ScheduledTask] public static void Run() { } } }", "GS0001"),
        Cell.Refused("a file-local class", "file static class Work { [ScheduledTask] public static void Run() { } }", "GS0001"),
        Cell.Refused("a class in a file-local class", "file static class Outer { public static class Work { [ScheduledTask] public static void Run() { } } }", "GS0001"),
        Cell.Refused("a file-local payload", "[ScheduledTask] file class Input { }", "GS0017"),
        Cell.Refused("a private payload", "public class Outer { [ScheduledTask] private class Input { } }", "GS0001"),
        Cell.Refused("a private parameter type", "public class Outer { private class Secret { } private static class Work { [ScheduledTask] public static void Run(Secret a) { } } }", "GS0001"),
        Cell.Refused("a private result type", "public class Outer { private class Secret { } [ScheduledTask] private static Secret Run() => new(); }", "GS0001"),
        Cell.Works("a type that a reference shows to this project", "internal static class Work { [ScheduledTask] internal static string Run(Hidden a) => a.Text; }", "new Hidden()", "shown") with
        {
            Library = new Library("Lib", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"MyApp\")] internal class Hidden { public string Text => \"shown\"; }"),
        },
        Cell.Refused("a type that a reference hides", "internal static class Work { [ScheduledTask] internal static string Run(Hidden a) => \"\"; }", "CS0122") with
        {
            Library = new Library("Lib", "internal class Hidden { }"),
        },
        Cell.Refused("tasks of a reference that shows them, under the same name", "internal static class Work { [ScheduledTask] internal static int Run(int a) => a; }", "GS0014") with
        {
            Library = new Library("Lib", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"MyApp\")] internal static class Hidden { [ScheduledTask] internal static int Run(int a) => a; }"),
        });

    public static Group Kinds => new(
        4,
        "Kinds of methods",
        Cell.Works("an extension method", "public static class Work { [ScheduledTask] public static int Run(this string text, int a) => text.Length + a; }", "\"abc\", 1", "4"),
        Cell.Works("an extension method of an interface", "public static class Work { [ScheduledTask] public static int Run(this IReadOnlyList<int> items) => items.Count; }", "new[] { 1, 2 }", "2"),
        Cell.Refused("an extension method by reference", "public static class Work { [ScheduledTask] public static int Run(this in int a) => a; }", "GS0003"),
        Cell.Refused("a static member of an extension block", "public static class Work { extension(string text) { [ScheduledTask] public static int Run() => 1; } }", "GS0015") with { Version = LanguageVersion.CSharp14 },
        Cell.Refused("an instance member of an extension block", "public static class Work { extension(string text) { [ScheduledTask] public int Run() => text.Length; } }", "GS0015") with { Version = LanguageVersion.CSharp14 },
        Cell.Refused("an interface's method", "public interface IWork { [ScheduledTask] void Run(); }", "GS0015"),
        Cell.Refused("an interface's default method", "public interface IWork { [ScheduledTask] void Run() { } }", "GS0015"),
        Cell.Refused("an interface's static method", "public interface IWork { [ScheduledTask] static void Run() { } }", "GS0015"),
        Cell.Refused("an interface's static abstract method", "public interface IWork { [ScheduledTask] static abstract void Run(); }", "GS0015"),
        Cell.Works("a method that implements an interface", "public interface IWork { int Run(int a); } public class Work : IWork { [ScheduledTask] public int Run(int a) => a; }", "1", "1"),
        Cell.Works("a method that implements a static abstract one", "public interface IWork { static abstract int Run(int a); } public class Work : IWork { [ScheduledTask] public static int Run(int a) => a; }", "1", "1"),
        Cell.Refused("an explicit implementation", "public interface IWork { int Run(int a); } public class Work : IWork { [ScheduledTask] int IWork.Run(int a) => a; }", "GS0015"),
        Cell.Refused("an abstract method", "public abstract class Work { [ScheduledTask] public abstract void Run(); }", "GS0015"),
        Cell.Works("a virtual method", "public class Work { [ScheduledTask] public virtual int Run(int a) => a; }", "1", "1"),
        Cell.Works("an override", "public abstract class Base { public abstract int Run(int a = 1); } public class Work : Base { [ScheduledTask] public override int Run(int a = 2) => a; }", "", "2"),
        Cell.Works("a sealed override of a virtual task", "public class Base { [ScheduledTask(TypeName = \"Base\")] public virtual int Run(int a) => a; } public class Work : Base { [ScheduledTask] public sealed override int Run(int a) => a + 1; }", "1", "2"),
        Cell.Works("a method that hides another", "public class Base { public int Run(int a) => 0; } public class Work : Base { [ScheduledTask] public new int Run(int a) => a; }", "1", "1"),
        Cell.Refused("an operator", "public class Work { [ScheduledTask] public static Work operator +(Work a, Work b) => a; }", "GS0015"),
        Cell.Refused("an accessor", "public class Work { public static int Run { [ScheduledTask] get => 1; } }", "GS0015"),
        Cell.Refused("a constructor", "public class Work { [ScheduledTask] public Work() { } }", "CS0592", "GS0015"),
        Cell.Refused("a local function", "public class Work { public void A() { [ScheduledTask] static void Run() { } Run(); } }", "GS0015"),
        Cell.Refused("a lambda", "public class Work { public Action A() => [ScheduledTask] () => { }; }", "GS0015"),
        Cell.Refused("async void", "public static class Work { [ScheduledTask] public static async void Run() => await Task.Yield(); }", "GS0004"),
        Cell.Works("an extern or unsafe method", "public static unsafe class Work { [ScheduledTask] public static int Run(int a) { int* p = &a; return *p; } }", "1", "1"),
        Cell.Refused("a method with __arglist", "public static class Work { [ScheduledTask] public static void Run(__arglist) { } }", "GS0015"),
        Cell.Works("a conditional class of a multi-targeted project, first target", Targets, "1", "first") with { Symbols = ["FIRST"] },
        Cell.Works("a conditional class of a multi-targeted project, second target", Targets, "1, 2", "second"),
        Cell.Works("a method that needs another platform", "public static class Work { [System.Runtime.Versioning.SupportedOSPlatform(\"windows\")] [ScheduledTask] public static int Run(int a) => a; }", "", "windows") with
        {
            Main = "await Task.Yield(); return typeof(RunScheduler).GetCustomAttributes(true).OfType<System.Runtime.Versioning.SupportedOSPlatformAttribute>().Single().PlatformName;",
        },
        Cell.Works("a method that is marked for trimming", "public static class Work { [System.Diagnostics.CodeAnalysis.RequiresUnreferencedCode(\"Reads types.\")] [System.Diagnostics.CodeAnalysis.RequiresDynamicCode(\"Makes types.\")] [ScheduledTask] public static int Run(int a) => a; }", "", "Work.Run(int): Reads types. Work.Run(int): Makes types.") with
        {
            Main = """
                await Task.Yield();
                var create = typeof(RunScheduler).GetMethod("Create")!.GetCustomAttributes(true);
                return create.OfType<System.Diagnostics.CodeAnalysis.RequiresUnreferencedCodeAttribute>().Single().Message + " "
                    + create.OfType<System.Diagnostics.CodeAnalysis.RequiresDynamicCodeAttribute>().Single().Message;
                """,
        },
        Cell.Works("a class that is marked for trimming", "[System.Diagnostics.CodeAnalysis.RequiresUnreferencedCode(\"Reads types.\")] public class Work { [ScheduledTask] public int Run(int a) => a; }", "", "Work.Run(int): Reads types.") with
        {
            Main = """
                await Task.Yield();
                var add = typeof(MyAppSchedulerBuilderExtensions).GetMethod("AddMyAppTasks")!.GetCustomAttributes(true);
                return add.OfType<System.Diagnostics.CodeAnalysis.RequiresUnreferencedCodeAttribute>().Single().Message;
                """,
        },
        Cell.Works("a time-out without a token", "public static class Work { [ScheduledTask(Timeout = \"00:01:00\")] public static int Run(int a) => a; }", "1", "1") with { Ids = ["GS0026"] },
        Cell.Works("a time-out with a token", "public static class Work { [ScheduledTask(Timeout = \"00:01:00\")] public static int Run(int a, CancellationToken token) => token.IsCancellationRequested ? 0 : a; }", "1", "1"),
        Cell.Works("an obsolete method", "public static class Work { [Obsolete(\"Old.\")] [ScheduledTask] public static int Run(int a) => a; }", "1", "1") with { Hides = ["CS0618"] },
        Cell.Refused("a task that may be null", "public static class Work { [ScheduledTask] public static Task<string>? Run(int a) => null; }", "GS0013"),
        Cell.Refused("a task without a result that may be null", "public static class Work { [ScheduledTask] public static Task? Run(int a) => null; }", "GS0013"),
        Cell.Refused("a conditional method", "public static class Work { [System.Diagnostics.Conditional(\"NEVER\")] [ScheduledTask] public static void Run(int a) { } }", "GS0015"),
        Cell.Refused("a method that is obsolete as an error", "public static class Work { [Obsolete(\"Gone.\", true)] [ScheduledTask] public static int Run(int a) => a; }", "GS0015"),
        Cell.Refused("a method of a class that is obsolete as an error", "[Obsolete(\"Gone.\", true)] public static class Work { [ScheduledTask] public static int Run(int a) => a; }", "GS0015"),
        Cell.Refused("a payload that is obsolete as an error", "[Obsolete(\"Gone.\", true), ScheduledTask] public record Input(int A); public static class Work { [Obsolete, Actuator] public static int Run(Input a) => a.A; }", "GS0017"));

    private const string Targets = """
        public static class Work
        {
        #if FIRST
            [ScheduledTask] public static string Run(int a) => "first";
        #else
            [ScheduledTask] public static string Run(int a, int b) => "second";
        #endif
        }
        """;
}
