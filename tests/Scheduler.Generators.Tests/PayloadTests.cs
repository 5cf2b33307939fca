using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests;

public class PayloadTests
{
    private const string Contract = """
        public ValueTask<StartResult<string?>> StartAsync(Transcode task, TaskContext context) => throw new NotSupportedException();
        public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<Transcode>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken) => default;
        public ValueTask<string?> GetOutputAsync(TaskRun<Transcode> run, CancellationToken cancellationToken) => default;
        public ValueTask StopAsync(TaskRun<Transcode> run, CancellationToken cancellationToken) => default;
        """;

    [Fact]
    public void A_record_is_executed_by_its_actuator_method() => GeneratorTest.Verify(
        """
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler;

        namespace MyApp.Images
        {
            [ScheduledTask("images.resize", MaxAttempts = 3, Backoff = Backoff.Fixed, RetryDelay = "00:00:10")]
            public sealed record ResizeTask(string Path, int Width = 800)
            {
                public required int? Height { get; init; }
                public string Title => Path;
            }
        }

        namespace MyApp.Work
        {
            using MyApp.Images;

            public class Resizer
            {
                [Actuator]
                public Task<long> Resize(ResizeTask task, CancellationToken cancellationToken) => Task.FromResult(1L);
            }
        }
        """,
        snapshot: "Record");

    [Fact]
    public void A_class_is_executed_by_its_actuator_class() => GeneratorTest.Verify(
        $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using GeneratedScheduler;
        using GeneratedScheduler.Actuators;

        namespace MyApp;

        public abstract class Media
        {
            public required Uri Source { get; init; }
            public virtual int Priority { get; set; }
            public static int Count { get; set; }
            public string this[int index] { get => ""; set { } }
            internal int Hidden { get; set; }
            public int WriteOnly { set { } }
            public int PrivatelySet { get; private set; }
        }

        [ScheduledTask(Timeout = "1.00:00:00")]
        public class Transcode(string format) : Media
        {
            public string Format { get; } = format;
            public override int Priority { get; set; }
            public string? @class { get; set; }
        }

        public interface IFarm { }

        [Actuator]
        internal sealed class FarmActuator(IFarm farm, IServiceProvider services, int port = 80) : ITaskActuator<Transcode, string?>
        {
            public object[] All => [farm, services, port];
            {{Contract}}
        }
        """,
        snapshot: "ActuatorClass");

    [Theory]
    [InlineData("struct P { public int X { get; set; } }", "internal")]
    [InlineData("readonly record struct P(int X);", "internal")]
    [InlineData("sealed record P(int X);", "internal")]
    [InlineData("public abstract class P { public int X { get; set; } }", "public")]
    [InlineData("public class P { }", "public")]
    public void Any_kind_of_type_is_a_payload(string type, string accessibility) => Assert.Contains(
        accessibility + " partial class PScheduler",
        GeneratorTest.Verify("using GeneratedScheduler; [ScheduledTask] " + type + " internal static class A { [Actuator] internal static void Run(P p) { } }").Text,
        StringComparison.Ordinal);

    [Fact]
    public void A_scheduler_is_no_more_accessible_than_the_result() => Assert.Contains(
        "internal partial class PScheduler",
        GeneratorTest.Verify(
            """
            using GeneratedScheduler;
            [ScheduledTask] public class P { }
            internal class Result { }
            public static class A { [Actuator] internal static Result Run(P p) => new(); }
            """).Text,
        StringComparison.Ordinal);

    [Fact]
    public void One_actuator_class_may_serve_several_payloads()
    {
        GeneratorRun run = GeneratorTest.Verify(
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using GeneratedScheduler;
            using GeneratedScheduler.Actuators;

            [ScheduledTask] public class P { }
            [ScheduledTask] public class Q { }

            public abstract class Base<T> : ITaskActuator<T, int>
            {
                public ValueTask<StartResult<int>> StartAsync(T task, TaskContext context) => throw new NotSupportedException();
                public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<T>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken) => default;
                public ValueTask<int> GetOutputAsync(TaskRun<T> run, CancellationToken cancellationToken) => default;
                public ValueTask StopAsync(TaskRun<T> run, CancellationToken cancellationToken) => default;
            }

            public abstract class Both : Base<P>, ITaskActuator<Q, string>
            {
                public ValueTask<StartResult<string>> StartAsync(Q task, TaskContext context) => throw new NotSupportedException();
                public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<Q>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken) => default;
                ValueTask<string> ITaskActuator<Q, string>.GetOutputAsync(TaskRun<Q> run, CancellationToken cancellationToken) => new("");
                public ValueTask StopAsync(TaskRun<Q> run, CancellationToken cancellationToken) => default;
            }

            [Actuator] public class Runner : Both { }
            """);

        Assert.Equal(3, run.Files.Count);
    }

    [Fact]
    public void Partial_declarations_in_several_files_are_one_task()
    {
        GeneratorRun run = GeneratorTest.Verify(
        [
            "using GeneratedScheduler; namespace N; [ScheduledTask] public partial class P { public int X { get; set; } }",
            "namespace N; public partial class P { public int Y { get; set; } }",
            "using GeneratedScheduler; namespace N; public partial class A { [Actuator] public static partial int Run(P p); [ScheduledTask] public partial void Walk(int a); }",
            "namespace N; public partial class A { public static partial int Run(P p) => p.X; public partial void Walk(int a) { } }",
            "namespace N; public partial class WalkScheduler { public int Extra => 1; } public sealed partial record WalkTask { public int Twice => A * 2; }",
        ]);

        Assert.Equal(3, run.Files.Count);
    }
}
