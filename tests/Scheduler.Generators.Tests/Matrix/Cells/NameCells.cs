namespace GeneratedScheduler.Generators.Tests.Matrix.Cells;

internal static class NameCells
{
    private static readonly string Long = new('a', 300);

    public static Group Names => new(
        1,
        "Names and places",
        Cell.Works("overloads with names of their own", """
            public static class Work
            {
                [ScheduledTask("one", TypeName = "One")] public static string Run(int a) => "one" + a;
                [ScheduledTask("two", TypeName = "Two")] public static string Run(string a) => "two" + a;
                public static string Run() => "three";
            }
            """, "1", "one1") with { Scheduler = "OneScheduler" },
        Cell.Works("one overload of several", "public static class Work { [ScheduledTask] public static int Run(int a) => a; public static int Run(string a) => 0; public static int Run<T>(T a) => 2; }", "1", "1"),
        Cell.Refused("overloads that share a name", """
            public static class Work { [ScheduledTask] public static void Run(int a) { } [ScheduledTask] public static void Run(string a) { } }
            """, "GS0005", "GS0023"),
        Cell.Refused("a method that stands there twice", "public static class Work { [ScheduledTask] public static void Run(int a) { } [ScheduledTask(\"b\")] public static void Run(int a) { } }", "CS0111"),
        Cell.Refused("a payload that stands there twice", "[ScheduledTask] public class Input { } [ScheduledTask] public class Input { } public static class Work { [Actuator] public static void Do(Input a) { } }", "CS0101", "CS0579"),
        Cell.Refused("two methods of one name in two classes", """
            public static class One { [ScheduledTask] public static void Run() { } }
            public static class Two { [ScheduledTask] public static void Run() { } }
            """, "GS0023"),
        Cell.Works("two methods of one name in two classes, with TypeName", """
            public static class One { [ScheduledTask(TypeName = "OneRun")] public static int Run() => 1; }
            public static class Two { [ScheduledTask] public static int Run() => 2; }
            """, "", "1") with { Scheduler = "OneRunScheduler" },
        Cell.Works("two methods of one name in two namespaces", """
            namespace First { public static class One { [ScheduledTask] public static int Run() => 1; } }
            namespace Second { public static class Two { [ScheduledTask] public static int Run() => 2; } }
            """, "", "2") with { Scheduler = "Second.RunScheduler" },
        Cell.Refused("two classes of one name in two namespaces", """
            namespace First { public static class Work { [ScheduledTask] public static int Run() => 1; } }
            namespace Second { public static class Work { [ScheduledTask] public static int Run() => 2; } }
            """, "GS0005"),
        Cell.Works("a class in a class", "public class Outer { public static class Inner { [ScheduledTask] public static int Run(int a) => a; } }", "4", "4"),
        Cell.Works("a class in a struct, an interface and a record", """
            public struct A { public interface IB { public record C { public static class D { [ScheduledTask] public static int Run() => 5; } } } }
            """, "", "5"),
        Cell.Works("a partial class over two files", "public static partial class Work { private static int Double(int a) => a * 2; }", "4", "8") with
        {
            MoreFiles = ["public static partial class Work { [ScheduledTask] public static int Run(int a) => Double(a); }"],
        },
        Cell.Works("tasks in two parts of a class", "public static partial class Work { [ScheduledTask] public static int Run(int a) => a; }", "4", "4") with
        {
            MoreFiles = ["public static partial class Work { [ScheduledTask] public static int Walk(int a) => a; }"],
        },
        Cell.Works("a nested class with a partial outer class over two files", "public partial class Outer { public partial class Work(IDisposable? service = null) { private bool Has => service is not null; } }", "", "False") with
        {
            MoreFiles = ["public partial class Outer { public partial class Work { [ScheduledTask] public string Run() => Has.ToString(); } }"],
        },
        Cell.Works("a partial method", "public static partial class Work { [ScheduledTask] public static partial int Run(int a = 3); public static partial int Run(int a) => a; }", "", "3"),
        Cell.Works("a partial method, marked at its body", "public static partial class Work { public static partial int Run(int a = 3); [ScheduledTask] public static partial int Run(int a) => a; }", "", "3"),
        Cell.Refused("a class in a generic class", "public class Outer<T> { public static class Work { [ScheduledTask] public static void Run() { } } }", "GS0002"),
        Cell.Refused("a generic class", "public static class Work<T> { [ScheduledTask] public static void Run() { } }", "GS0002"),
        Cell.NoMethod("a generic method", "void Run<T>(T a) { }", "GS0002"),
        Cell.Works("a class that derives from a generic one", "public class Base<T> { protected T Same(T a) => a; } public class Work : Base<int> { [ScheduledTask] public int Run(int a) => Same(a); }", "6", "6"),
        Cell.Works("a file-scoped namespace", "namespace MyApp.Deep; public static class Work { [ScheduledTask] public static int Run(int a) => a; }", "4", "4") with { Scheduler = "MyApp.Deep.RunScheduler" },
        Cell.Works("names that are keywords", "namespace @event.@new { public static class @class { [ScheduledTask] public static int @int(int @for, int @await) => @for + @await; } }", "1, 2", "3") with { Scheduler = "@event.@new.intScheduler" },
        Cell.Works("names that are contextual keywords", "public static class Where { [ScheduledTask] public static int var(int field, int value, int partial, int async) => field + value + partial + async; }", "1, 2, 3, 4", "10") with { Scheduler = "varScheduler" },
        Cell.Works("names beyond ASCII", "namespace Größe { public static class Работа { [ScheduledTask] public static string 走る(string ñ) => ñ; } }", "\"é\"", "é") with { Scheduler = "Größe.走るScheduler" },
        Cell.Works("a name with an escape", @"public static class Work { [ScheduledTask] public static int R\u0075n(int \u0061) => a; }", "1", "1"),
        Cell.Works("a name of 64 characters", $"public static class Work {{ [ScheduledTask] public static int {Long[..64]}(int a) => a; }}", "1", "1") with { Scheduler = Long[..64] + "Scheduler" },
        Cell.Refused("a name of 300 characters", $"public static class Work {{ [ScheduledTask] public static int {Long}(int a) => a; }}", "GS0006"),
        Cell.Works("a name of 300 characters, with a short task name", $"public static class Work {{ [ScheduledTask(\"short\")] public static int {Long}(int a) => a; }}", "1", "1") with { Scheduler = Long + "Scheduler" },
        Cell.Works("a method named Async", "public static class Work { [ScheduledTask] public static int Async() => 1; }", "", "1") with { Scheduler = "AsyncScheduler" },
        Cell.Works("a method that ends with Async", "public static class Work { [ScheduledTask] public static int RunAsync() => 1; }", "", "1"),
        Cell.Works("TypeName that is a keyword", "public static class Work { [ScheduledTask(TypeName = \"class\")] public static int Run() => 1; }", "", "1") with { Scheduler = "classScheduler" },
        Cell.Refused("TypeName that is no identifier", "public static class Work { [ScheduledTask(TypeName = \"a b\")] public static int Run() => 1; }", "GS0011"),
        Cell.Works("methods whose names differ in case", "public static class Work { [ScheduledTask] public static int Run() => 1; [ScheduledTask] public static int run() => 2; }", "", "2") with { Scheduler = "runScheduler" },
        Cell.Works("parameters whose names differ in case", "public static class Work { [ScheduledTask] public static string Run(int a, int A, int _a, int __a) => $\"{a}{A}{_a}{__a}\"; }", "1, 2, 3, 4", "1234"),
        Cell.Works("parameters named like emitted methods", "public static class Work { [ScheduledTask] public static int Run(int EnqueueAsync, int CreateAsync, int EnqueueManyAsync) => EnqueueAsync + CreateAsync + EnqueueManyAsync; }", "1, 2, 3", "6"),
        Cell.Works("parameters named like what is emitted", "public static class Work { [ScheduledTask] public static int Run(int options, int cancellationToken, int task, int context, int setup, int item1, int toString, int runTask) => options + runTask; }", "1, 2, 3, 4, 5, 6, 7, 8", "9"));

    public static Group Taken => new(
        2,
        "Emitted names that are taken",
        Cell.Refused("a scheduler that the user declared", "public static class Work { [ScheduledTask] public static void Run() { } } public class RunScheduler { }", "GS0014"),
        Cell.Refused("a payload that the user declared", "public static class Work { [ScheduledTask] public static void Run() { } } public record RunTask; ", "GS0014"),
        Cell.Refused("a payload with parameters of its own", "public static class Work { [ScheduledTask] public static void Run() { } } public sealed partial record RunTask(int X);", "GS0014"),
        Cell.Refused("a scheduler with parameters of its own", "public static class Work { [ScheduledTask] public static void Run() { } } public partial class RunScheduler(int x) { public int X => x; }", "GS0014"),
        Cell.Refused("a partial scheduler that is sealed", "public static class Work { [ScheduledTask] public static void Run() { } } public sealed partial class RunScheduler { }", "GS0014"),
        Cell.Refused("a partial scheduler that is abstract", "public static class Work { [ScheduledTask] public static void Run() { } } public abstract partial class RunScheduler { }", "GS0014"),
        Cell.Refused("a partial scheduler with a base of its own", "public static class Work { [ScheduledTask] public static void Run() { } } public partial class RunScheduler : List<int> { }", "GS0014"),
        Cell.Refused("a partial scheduler with a member that is emitted", "public static class Work { [ScheduledTask] public static void Run() { } } public partial class RunScheduler { public static int CreateDefinition() => 1; }", "GS0014"),
        Cell.Refused("a partial scheduler with an emitted method", "public static class Work { [ScheduledTask] public static void Run(int a) { } } public partial class RunScheduler { public int EnqueueAsync(int a, EnqueueOptions? b, CancellationToken c) => 1; }", "GS0014"),
        Cell.Refused("a partial scheduler with the emitted method for transactions", "public static class Work { [ScheduledTask] public static void Run(int a) { } } public partial class RunScheduler { public int EnqueueAsync(System.Data.Common.DbTransaction x, int a, EnqueueOptions? b, CancellationToken c) => 1; }", "GS0014"),
        Cell.Refused("a partial scheduler with an emitted constructor", "public static class Work { [ScheduledTask] public static void Run(int a) { } } public partial class RunScheduler { public RunScheduler() { } }", "GS0014"),
        Cell.Refused("a partial scheduler with a nested type that is emitted", "public static class Work { [ScheduledTask] public static void Run(int a) { } } public partial class RunScheduler { public class Actuator { } }", "GS0014"),
        Cell.Refused("a partial payload with a member that is emitted", "public static class Work { [ScheduledTask] public static void Run(int a) { } } public sealed partial record RunTask { public int A => 1; }", "GS0014"),
        Cell.Refused("a partial payload that is abstract", "public static class Work { [ScheduledTask] public static void Run(int a) { } } public abstract partial record RunTask { }", "GS0014"),
        Cell.Works("a partial scheduler with members and interfaces of its own", """
            public interface IRuns { string Tell(); }
            public static class Work { [ScheduledTask] public static int Run(int a) => a; }
            public partial class RunScheduler : IRuns { public string Tell() => "mine"; public ValueTask<TaskHandle<int>> EnqueueAsync(string a) => EnqueueAsync(int.Parse(a)); }
            """, "\"7\"", "7"),
        Cell.Works("a partial scheduler that is internal", "public static class Work { [ScheduledTask] public static int Run(int a) => a; } internal partial class RunScheduler { }", "1", "1"),
        Cell.Works("a partial payload with members of its own", """
            public static class Work { [ScheduledTask] public static int Run(int a) => a; }
            public sealed partial record RunTask { public int Twice => A * 2; }
            """, "new RunTask(3) { A = new RunTask(4).Twice }", "8"),
        Cell.Works("a partial payload that checks its values", """
            public static class Work { [ScheduledTask] public static int Run(int a) => a; }
            public sealed partial record RunTask { public int A { get; init; } = A > 0 ? A : 1; }
            """, "-3", "1"),
        Cell.Works("a generic type of that name", "public class RunScheduler<T> { } public static class Work { [ScheduledTask] public static int Run() => 1; }", "", "1"),
        Cell.Works("a file-local type of that name", "public static class Work { [ScheduledTask] public static int Run() => 1; }", "", "1") with { MoreFiles = ["file class RunScheduler { }"] },
        Cell.Refused("a namespace of that name", "public static class Work { [ScheduledTask] public static void Run() { } } namespace RunTask { public class X { } }", "GS0014"),
        Cell.Refused("a namespace of that name in a reference", "namespace Shared { public static class Work { [ScheduledTask] public static void Run() { } } }", "GS0014") with
        {
            Library = new Library("Lib", "namespace Shared.RunTask { public class X { } }"),
        },
        Cell.Works("a namespace of that name in an aliased reference", "namespace Shared { public static class Work { [ScheduledTask] public static int Run() => 1; } }", "", "1") with
        {
            Scheduler = "Shared.RunScheduler",
            Library = new Library("Lib", "namespace Shared.RunTask { public class X { } }", "lib"),
        },
        Cell.Refused("a scheduler that is called like the namespace of the package", "public static class Work { [ScheduledTask] public static void Generated() { } }", "GS0014"),
        Cell.Refused("a scheduler that is called like the namespace of the package, in a namespace", "namespace MyApp { public static class Work { [ScheduledTask] public static GeneratedScheduler.TaskId Generated() => default; } }", "GS0014"),
        Cell.Works("a namespace that ends like a scheduler", "namespace MyApp.RunScheduler.Tasks { public static class Work { [ScheduledTask] public static int Run() => 1; } }", "", "1") with { Scheduler = "MyApp.RunScheduler.Tasks.RunScheduler" },
        Cell.NoMethod("a payload that hides ValueTask", "void Value() { }", "GS0014"),
        Cell.Refused("a scheduler that hides TaskScheduler", "namespace MyApp { public static class Work { [ScheduledTask] public static void TaskAsync() { } } }", "GS0014"),
        Cell.Works("a name that would hide ValueTask, with TypeName", "public static class Work { [ScheduledTask(TypeName = \"Worth\")] public static int Value() => 1; }", "", "1") with { Scheduler = "WorthScheduler" },
        Cell.Refused("a type of a reference in the same namespace", "namespace Shared { public static class Work { [ScheduledTask] public static void Run() { } } }", "GS0014") with
        {
            Library = new Library("Lib", "namespace Shared { public class RunScheduler { } }"),
        },
        Cell.Works("a type of an aliased reference", "namespace Shared { public static class Work { [ScheduledTask] public static int Run() => 1; } }", "", "1") with
        {
            Scheduler = "Shared.RunScheduler",
            Library = new Library("Lib", "namespace Shared { public class RunScheduler { } }", "lib"),
        });
}
