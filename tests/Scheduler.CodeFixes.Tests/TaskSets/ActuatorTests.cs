using GeneratedScheduler.CodeFixes.TaskSets;
using GeneratedScheduler.CodeFixes.Tests.Testing;

namespace GeneratedScheduler.CodeFixes.Tests.TaskSets;

public class ActuatorTests
{
    [Fact]
    public Task A_payload_without_an_actuator_gets_one() => CodeFixTest.VerifyAsync<AddActuatorCodeFix>(
        """
        namespace Pictures
        {
            /// <summary>Makes a picture smaller.</summary>
            [ScheduledTask]
            public record {|GS0018:Resize|}(string Path);

            [ScheduledTask(TypeName = "Turn")]
            internal record {|GS0018:TurnTask|}(string Path);

            public static class TurnActuator { }
        }
        """,
        """
        namespace Pictures
        {
            /// <summary>Makes a picture smaller.</summary>
            [ScheduledTask]
            public record Resize(string Path);

            public static class ResizeActuator
            {
                [Actuator]
                public static Task Run(Resize payload, CancellationToken cancellationToken)
                {
                    throw new NotImplementedException();
                }
            }

            [ScheduledTask(TypeName = "Turn")]
            internal record TurnTask(string Path);

            internal static class TurnActuator2
            {
                [Actuator]
                public static Task Run(TurnTask payload, CancellationToken cancellationToken)
                {
                    throw new NotImplementedException();
                }
            }

            public static class TurnActuator { }
        }
        """);

    [Fact]
    public Task A_nested_payload_gets_one_beside_it() => CodeFixTest.VerifyAsync<AddActuatorCodeFix>(
        """
        public static class Pictures
        {
            [ScheduledTask]
            public record struct {|GS0018:Resize|}(string Path);
        }
        """,
        """
        public static class Pictures
        {
            [ScheduledTask]
            public record struct Resize(string Path);

            public static class ResizeActuator
            {
                [Actuator]
                public static Task Run(Resize payload, CancellationToken cancellationToken)
                {
                    throw new NotImplementedException();
                }
            }
        }
        """);

    [Fact]
    public Task A_file_goes_on_ending_with_a_line_break() => CodeFixTest.VerifyAsync<AddActuatorCodeFix>(
        "[ScheduledTask]\npublic class {|GS0018:Resize|}\n{\n}\n",
        """
        [ScheduledTask]
        public class Resize
        {
        }

        public static class ResizeActuator
        {
            [Actuator]
            public static Task Run(Resize payload, CancellationToken cancellationToken)
            {
                throw new NotImplementedException();
            }
        }

        """);

    [Fact]
    public Task Of_several_actuators_the_last_stays() => CodeFixTest.VerifyAsync<RemoveMarkCodeFix>(
        """
        [ScheduledTask] public record Resize(string Path);

        public static class Work
        {
            // Here.
            [Actuator]
            public static void {|GS0019:Here|}(Resize task) { }

            [Obsolete, Actuator] public static void {|GS0019:There|}(Resize task) { }

            [Actuator] public static void {|GS0019:Everywhere|}(Resize task) { }
        }
        """,
        """
        [ScheduledTask] public record Resize(string Path);

        public static class Work
        {
            // Here.
            public static void Here(Resize task) { }

            [Obsolete] public static void There(Resize task) { }

            [Actuator] public static void Everywhere(Resize task) { }
        }
        """);

    [Fact]
    public Task A_payload_is_marked_where_it_is_declared() => CodeFixTest.VerifyAsync<MarkPayloadCodeFix>(
        [
            """
            public static class Work
            {
                [Actuator] public static void {|GS0020:Resize|}(Resize task) { }

                [Actuator] public static void {|GS0020:Turn|}(Turn task) { }
            }
            """,
            """
            namespace Other { }

            /// <summary>Makes a picture smaller.</summary>
            public record Resize(string Path);

            [Serializable]
            public class Turn { }
            """,
        ],
        [
            """
            public static class Work
            {
                [Actuator] public static void Resize(Resize task) { }

                [Actuator] public static void Turn(Turn task) { }
            }
            """,
            """
            namespace Other { }

            /// <summary>Makes a picture smaller.</summary>
            [ScheduledTask]
            public record Resize(string Path);

            [ScheduledTask]
            [Serializable]
            public class Turn { }
            """,
        ]);

    [Fact]
    public async Task What_cannot_be_a_payload_loses_its_actuator()
    {
        const string Source = "public static class Work { [Actuator] public static void {|GS0020:Run|}(int task) { } }";
        await CodeFixTest.VerifyAsync<RemoveMarkCodeFix>(Source, "public static class Work { public static void Run(int task) { } }");
        await CodeFixTest.VerifyNoFixAsync<MarkPayloadCodeFix>(Source);
        await CodeFixTest.VerifyNoFixAsync<RemoveMarkCodeFix>("public class P { } public static class Work { [Actuator] public static void {|GS0020:Run|}(P task) { } }");
    }

    [Fact]
    public Task A_method_without_a_payload_takes_the_one_that_nothing_executes() => CodeFixTest.VerifyAsync<TakePayloadCodeFix>(
        """
        [ScheduledTask] public record Resize(string Path);
        [ScheduledTask] public record Turn(string Path);

        public static class Work
        {
            [Actuator] public static void Run(Turn task) { }
            [Actuator] public static void {|GS0021:Run|}(CancellationToken payload) => payload.ThrowIfCancellationRequested();
        }
        """,
        """
        [ScheduledTask] public record Resize(string Path);
        [ScheduledTask] public record Turn(string Path);

        public static class Work
        {
            [Actuator] public static void Run(Turn task) { }
            [Actuator] public static void Run(Resize payload2, CancellationToken payload) => payload.ThrowIfCancellationRequested();
        }
        """);

    [Theory]
    [InlineData("[ScheduledTask] public class P { } [ScheduledTask] public class Q { } public static class Work { [Actuator] public static void {|GS0021:Run|}() { } }")]
    [InlineData("[ScheduledTask] public class P { } public static class Work { [Actuator] public static void Run(P p) { } [Actuator] public static void {|GS0021:Run|}() { } }")]
    [InlineData("[ScheduledTask] public class P { } public static class Work { [Actuator] public static void {|GS0021:Run|}() { } public static void Call() => Run(); }")]
    public Task A_payload_that_cannot_be_told_is_not_taken(string source) => CodeFixTest.VerifyNoFixAsync<TakePayloadCodeFix>(source);

    [Fact]
    public Task The_services_of_an_actuator_are_marked() => CodeFixTest.VerifyAsync<MarkInjectedCodeFix>(
        """
        [ScheduledTask] public record Resize(string Path);
        public interface IStore { }

        public static class Work
        {
            [Actuator]
            public static void {|GS0021:Run|}(Resize task, IStore store, /* all */ [System.ComponentModel.Description("d")] List<IStore> stores) { }
        }
        """,
        """
        [ScheduledTask] public record Resize(string Path);
        public interface IStore { }

        public static class Work
        {
            [Actuator]
            public static void Run(Resize task, [Injected] IStore store, /* all */ [Injected][System.ComponentModel.Description("d")] List<IStore> stores) { }
        }
        """);

    [Theory]
    [InlineData("[ScheduledTask] public class P { } public static class Work { [Actuator] public static void {|GS0021:Run|}(P a, P b) { } }")]
    [InlineData("[ScheduledTask] public class P { } public static class Work { [Actuator] public static void {|GS0021:Run|}(int a, int b) { } }")]
    [InlineData("[ScheduledTask] public class P { } public static class Work { [Actuator] public static void {|GS0021:Run|}() { } }")]
    public Task Services_that_cannot_be_told_from_payloads_stay(string source) => CodeFixTest.VerifyNoFixAsync<MarkInjectedCodeFix>(source);

    [Fact]
    public async Task A_class_implements_the_contract()
    {
        const string Source = """
            [ScheduledTask] public record Resize(string Path);

            [Actuator]
            public class {|GS0022:Runner|} : IDisposable
            {
                public void Dispose() { }
            }
            """;
        await CodeFixTest.VerifyNoFixAsync<RemoveMarkCodeFix>(Source);
        await CodeFixTest.VerifyAsync<ImplementTaskActuatorCodeFix>(
            Source,
            """
            [ScheduledTask] public record Resize(string Path);

            [Actuator]
            public class Runner : IDisposable, ITaskActuator<Resize, NoResult>
            {
                public void Dispose() { }

                public ValueTask<StartResult<NoResult>> StartAsync(Resize task, TaskContext context)
                {
                    throw new NotImplementedException();
                }

                public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<Resize>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken)
                {
                    throw new NotImplementedException();
                }

                public ValueTask<NoResult> GetOutputAsync(TaskRun<Resize> run, CancellationToken cancellationToken)
                {
                    throw new NotImplementedException();
                }

                public ValueTask StopAsync(TaskRun<Resize> run, CancellationToken cancellationToken)
                {
                    throw new NotImplementedException();
                }
            }
            """);
    }

    [Theory]
    [InlineData("record")]
    [InlineData("class")]
    public Task A_class_without_a_body_gets_one(string kind) => CodeFixTest.VerifyAsync<ImplementTaskActuatorCodeFix>(
        $"[ScheduledTask] public record Resize(string Path);\n\n[Actuator]\npublic {kind} {{|GS0022:Runner|}};",
        $$"""
        [ScheduledTask] public record Resize(string Path);

        [Actuator]
        public {{kind}} Runner : ITaskActuator<Resize, NoResult>
        {
            public ValueTask<StartResult<NoResult>> StartAsync(Resize task, TaskContext context)
            {
                throw new NotImplementedException();
            }

            public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<Resize>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken)
            {
                throw new NotImplementedException();
            }

            public ValueTask<NoResult> GetOutputAsync(TaskRun<Resize> run, CancellationToken cancellationToken)
            {
                throw new NotImplementedException();
            }

            public ValueTask StopAsync(TaskRun<Resize> run, CancellationToken cancellationToken)
            {
                throw new NotImplementedException();
            }
        }
        """);

    [Fact]
    public async Task A_class_that_there_is_nothing_to_execute_for_loses_its_mark()
    {
        const string Source = "/// <summary>Runs.</summary>\n[Actuator]\npublic class {|GS0022:Runner|} { }";
        await CodeFixTest.VerifyAsync<RemoveMarkCodeFix>(Source, "/// <summary>Runs.</summary>\npublic class Runner { }");
        await CodeFixTest.VerifyNoFixAsync<ImplementTaskActuatorCodeFix>(Source);
    }

    [Fact]
    public async Task An_abstract_method_loses_its_mark()
    {
        await CodeFixTest.VerifyAsync<RemoveMarkCodeFix>(
            "public interface IA { [ScheduledTask] void {|GS0015:Run|}(); } public abstract class A { [ScheduledTask, Obsolete] public abstract void {|GS0015:Run|}(); }",
            "public interface IA { void Run(); } public abstract class A { [Obsolete] public abstract void Run(); }");
        await CodeFixTest.VerifyNoFixAsync<RemoveMarkCodeFix>(
            "public class A { public void B() { [ScheduledTask] void {|GS0015:Local|}() { } Local(); } }");
    }
}
