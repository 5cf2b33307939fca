using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Matrix.Cells;

internal static class PayloadCells
{
    private const string Contract = """
        public ValueTask<StartResult<int>> StartAsync(Input task, TaskContext context) => new(StartResult<int>.Completed(task.X));
        public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<Input>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken) => default;
        public ValueTask<int> GetOutputAsync(TaskRun<Input> run, CancellationToken cancellationToken) => default;
        public ValueTask StopAsync(TaskRun<Input> run, CancellationToken cancellationToken) => default;
        """;

    public static Group Payloads => new(
        6,
        "Payload types and actuators",
        Payload("a class with settable properties", "class Input { public int X { get; set; } }", "new Input { X = 3 }"),
        Payload("a class with init properties", "class Input { public int X { get; init; } }", "new Input { X = 3 }"),
        Payload("a class with required properties", "class Input { public required int X { get; init; } }", "new Input { X = 3 }"),
        Payload("a class with a constructor", "class Input(int x) { public int X { get; } = x; }", "new Input(3)"),
        Payload("a class with a constructor of other names", "class Input(int value) { public int X { get; } = value; }", "new Input(3)"),
        Payload("a class with public fields", "class Input { public int X = 3; }", "new Input()"),
        Payload("a sealed class", "sealed class Input { public int X { get; set; } }", "new Input { X = 3 }"),
        Payload("an abstract class", "abstract class Input { public int X { get; set; } } public class Real : Input { }", "new Real { X = 3 }"),
        Payload("a class that inherits properties", "class Input : Base { public string? Y { get; set; } } public class Base { public int X { get; set; } }", "new Input { X = 3 }"),
        Payload("a class that overrides a property", "class Input : Base { public override int X { get; set; } } public abstract class Base { public abstract int X { get; set; } }", "new Input { X = 3 }"),
        Payload("a class that hides a property", "class Input : Base { public new int X { get; set; } } public class Base { public string X { get; set; } = \"\"; }", "new Input { X = 3 }"),
        Payload("a class that closes a generic base class", "class Input : Base<int> { } public class Base<T> { public T? X { get; set; } }", "new Input { X = 3 }"),
        Payload("a record", "record Input(int X);", "new Input(3)"),
        Payload("a record with more properties", "record Input(int X) { public string Y { get; init; } = \"\"; public required int Z { get; init; } }", "new Input(3) { Z = 1 }"),
        Payload("a record that inherits", "record Input(int X, int Y) : Base(X); public record Base(int X);", "new Input(3, 4)"),
        Payload("a record struct", "record struct Input(int X);", "new Input(3)"),
        Payload("a readonly record struct", "readonly record struct Input(int X);", "new Input(3)"),
        Payload("a struct", "struct Input { public int X { get; set; } }", "new Input { X = 3 }"),
        Payload("a readonly struct with a primary constructor", "readonly struct Input(int x) { public int X { get; } = x; }", "new Input(3)"),
        Payload("a payload without members", "class Input { internal int X => 3; }", "new Input()"),
        Payload("a payload with an indexer and a static property", "class Input { public int X { get; set; } public int this[int i] => i; public static int Count { get; set; } }", "new Input { X = 3 }"),
        Payload("a payload named like its stem", "class Input : IDisposable { public int X { get; set; } public void Dispose() { } }", "new Input { X = 3 }"),
        Payload("names that are keywords", "class Input { public int X { get; set; } public int @class { get; set; } }", "new Input { X = 3 }"),
        Cell.Works("a nested payload", "public class Outer { [ScheduledTask] public record Input(int X); [Actuator] public static int Do(Input a) => a.X; }", "new Outer.Input(3)", "3") with { Scheduler = "InputScheduler" },
        Cell.Works("a payload nested in a static class", "public static class Outer { [ScheduledTask] public record Input(int X); [Actuator] public static int Do(Input a) => a.X; }", "new Outer.Input(3)", "3") with { Scheduler = "InputScheduler" },
        Cell.Works("a partial payload over two files", "[ScheduledTask] public partial class Input { public int X { get; set; } } public static class Work { [Actuator] public static int Do(Input a) => a.X; }", "new Input { X = 3 }", "3") with
        {
            Scheduler = "InputScheduler",
            MoreFiles = ["public partial class Input { public int Y { get; set; } }"],
        },
        Cell.Works("a payload that ends with Task", "[ScheduledTask] public record InputTask(int X); public static class Work { [Actuator] public static int Do(InputTask a) => a.X; }", "new InputTask(3)", "3") with { Scheduler = "InputScheduler" },
        Cell.Refused("a payload with a type under an extern alias", "extern alias lib; [ScheduledTask] public record Input(lib::Shared.Thing Thing); public static class Work { [Actuator] public static string Do(Input a) => a.Thing.Text; }", "GS0012") with
        {
            Library = new Library("Lib", "namespace Shared { public class Thing { public string Text => \"lib\"; } }", "lib"),
        },
        Cell.Works("an actuator with services, context and token", "[ScheduledTask] public record Input(int X); public class Work(IServiceProvider services) { [Actuator] public async Task<string> Do(TaskContext c, Input a, CancellationToken t, [Injected] IDisposable? d) { await Task.Yield(); return a.X + \" \" + c.Attempt + (services is null) + (d is null); } }", "new Input(3)", "3 1FalseTrue") with { Scheduler = "InputScheduler", Services = "" },
        Cell.Works("an actuator class", $"[ScheduledTask] public record Input(int X); [Actuator] public class Worker : ITaskActuator<Input, int> {{ {Contract} }}", "new Input(3)", "3") with { Scheduler = "InputScheduler" },
        Cell.Works("an actuator class with a primary constructor", $"[ScheduledTask] public record Input(int X); [Actuator] public class Worker(IServiceProvider services) : ITaskActuator<Input, int> {{ public object S => services; {Contract} }}", "new Input(3)", "3") with { Scheduler = "InputScheduler", Services = "" },
        Cell.Works("an actuator class that inherits the contract", $"[ScheduledTask] public record Input(int X); public abstract class Base : ITaskActuator<Input, int> {{ {Contract} }} [Actuator] public class Worker : Base;", "new Input(3)", "3") with { Scheduler = "InputScheduler" },
        Cell.Refused("a payload without an actuator", "[ScheduledTask] public class Input { }", "GS0018"),
        Cell.Refused("a payload with two actuators", "[ScheduledTask] public class Input { } public static class Work { [Actuator] public static void A(Input a) { } [Actuator] public static void B(Input a) { } }", "GS0019"),
        Cell.Refused("an actuator of what is no task", "public class Input { } public static class Work { [Actuator] public static void A(Input a) { } }", "GS0020"),
        Cell.Refused("an actuator without a payload", "[ScheduledTask] public class Input { } public static class Work { [Actuator] public static void A() { } }", "GS0021"),
        Cell.Refused("an actuator with two payloads", "[ScheduledTask] public class Input { } public static class Work { [Actuator] public static void A(Input a, int b) { } }", "GS0021"),
        Cell.Refused("an actuator class without the contract", "[ScheduledTask] public class Input { } [Actuator] public class Worker { }", "GS0022"),
        Cell.Refused("an abstract actuator class", $"[ScheduledTask] public record Input(int X); [Actuator] public abstract class Worker : ITaskActuator<Input, int> {{ {Contract} }}", "GS0016"),
        Cell.Works("a method that is task and actuator", "[ScheduledTask] public record Input(int X); public static class Work { [ScheduledTask, Actuator] public static int Run(Input a) => a.X; }", "new Input(3)", "3"),
        Cell.Refused("a static class", "[ScheduledTask] public static class Input { }", "GS0017"),
        Cell.Refused("a ref struct", "[ScheduledTask] public ref struct Input { }", "GS0017"),
        Cell.Refused("an interface", "[ScheduledTask] public interface IInput { }", "CS0592", "GS0017"),
        Cell.Refused("an enum", "[ScheduledTask] public enum Input { A }", "CS0592", "GS0017"),
        Cell.Refused("a delegate", "[ScheduledTask] public delegate void Input();", "CS0592", "GS0017"),
        Cell.Refused("a generic payload", "[ScheduledTask] public record Input<T>(T X);", "GS0002"),
        Cell.Refused("a payload in a generic class", "public class Outer<T> { [ScheduledTask] public record Input(T X); }", "GS0002"),
        Cell.Refused("a payload with a pointer", "[ScheduledTask] public unsafe class Input { public int* X { get; set; } } public static class Work { [Actuator] public static void A(Input a) { } }", "GS0012"),
        Cell.Refused("a payload with a private property type", "public class Outer { private class Secret { } [ScheduledTask] private class Input { public Secret? X { get; set; } } }", "GS0001"));

    private static Cell Payload(string name, string type, string call) => Cell.Works(
        name, $"[ScheduledTask] public {type} public static class Work {{ [Actuator] public static int Do(Input a) => a.X; }}", call, "3") with
    {
        Scheduler = "InputScheduler",
        Version = LanguageVersion.CSharp13,
    };
}
