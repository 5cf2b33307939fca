using GeneratedScheduler.CodeFixes.TaskSets;
using GeneratedScheduler.CodeFixes.Tests.Testing;

namespace GeneratedScheduler.CodeFixes.Tests.TaskSets;

public class MarkInjectedTests
{
    [Fact]
    public Task A_parameter_that_is_a_service_is_marked() => CodeFixTest.VerifyAsync<MarkInjectedCodeFix>(
        """
        public interface IStore { void Save(); }

        public static class Work
        {
            [ScheduledTask]
            public static void Run(int a, IStore {|GS0025:store|}, System.IO.Stream {|GS0024:stream|}) { }
        }
        """,
        """
        public interface IStore { void Save(); }

        public static class Work
        {
            [ScheduledTask]
            public static void Run(int a, [Injected] IStore store, System.IO.Stream {|GS0024:stream|}) { }
        }
        """);

    [Fact]
    public Task A_service_of_an_actuator_is_marked() => CodeFixTest.VerifyAsync<MarkInjectedCodeFix>(
        """
        public interface IStore { void Save(); }
        [ScheduledTask] public record Resize(string Path);

        public static class Work
        {
            [Actuator]
            public static void {|GS0021:Run|}(Resize task, IStore {|GS0025:store|}) { }
        }
        """,
        """
        public interface IStore { void Save(); }
        [ScheduledTask] public record Resize(string Path);

        public static class Work
        {
            [Actuator]
            public static void Run(Resize task, [Injected] IStore store) { }
        }
        """);

    [Theory]
    [InlineData("[ScheduledTask] public record P(System.IO.Stream {|GS0024:A|}); public static class Work { [Actuator] public static void Run(P p) { } }")]
    [InlineData("[ScheduledTask] public class P { public System.IO.Stream? {|GS0024:A|} { get; set; } } public static class Work { [Actuator] public static void Run(P p) { } }")]
    public Task A_property_cannot_be_injected(string source) => CodeFixTest.VerifyNoFixAsync<MarkInjectedCodeFix>(source);
}
