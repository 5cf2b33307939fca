using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests.Analyzers;

/// <summary>Whoever gets a definition wrong in many ways learns of all of them in one build, and of each only once.</summary>
public class AllAtOnceTests
{
    [Fact]
    public Task A_method_with_every_mistake() => AnalyzerTest.VerifyAsync(
        """
        public class Work
        {
            private Work(ref int unused) { }

            [ScheduledTask({|GS0006:"no name"|}, Timeout = {|GS0007:"soon"|}, RetryDelay = {|GS0007:"1s"|}, MaxAttempts = {|GS0008:0|}, Concurrency = {|GS0009:0|}, Backoff = Backoff.Fixed, MaxRetryDelay = {|GS0010:"00:00:01"|})]
            private Task<Task> {|GS0001,GS0002,GS0013,GS0014,GS0016:Run|}<T>(ref int {|GS0003:a|}, Span<int> {|GS0012:b|}, in Span<int> {|GS0003,GS0012:c|}) => null!;
        }
        public class RunScheduler;
        """);

    [Fact]
    public Task A_method_that_is_none_and_more() => AnalyzerTest.VerifyAsync(
        """
        public interface IWork
        {
            [ScheduledTask({|GS0006:""|}, MaxAttempts = {|GS0008:0|})] Task<Task> {|GS0013,GS0015:Run|}<T>(out int {|GS0003:a|});
        }
        """.Replace("{|GS0013,GS0015:Run|}", "{|GS0002,GS0013,GS0015:Run|}", StringComparison.Ordinal));

    [Fact]
    public Task A_payload_with_every_mistake() => AnalyzerTest.VerifyAsync(
        """
        public class Outer
        {
            [ScheduledTask({|GS0006:"a b"|}, TypeName = {|GS0011:"c d"|}, Timeout = {|GS0007:"0"|})]
            private unsafe ref struct {|GS0001,GS0002,GS0017:Input|}<T>
            {
                public int* {|GS0012:Pointer|} { get; set; }
            }
        }
        """);

    [Fact]
    public Task An_actuator_with_every_mistake() => AnalyzerTest.VerifyAsync(
        """
        [ScheduledTask] public class Input { }
        public abstract class Work
        {
            [Actuator] private async void {|GS0001,GS0002,GS0004,GS0016,GS0021:Run|}<T>(Input input, int other, Span<int> {|GS0012:span|}) => await Task.Yield();
        }
        """);

    [Fact]
    public Task An_actuator_class_with_every_mistake() => AnalyzerTest.VerifyAsync(
        "public class Outer { [Actuator] private abstract class {|GS0001,GS0002,GS0022:Worker|}<T> { } }");

    [Fact]
    public Task What_follows_from_one_mistake_is_not_reported_again() => AnalyzerTest.VerifyAsync(
        """
        public abstract class Work
        {
            [ScheduledTask] public abstract void {|GS0015:Run|}();
            [ScheduledTask(TypeName = {|GS0011:""|})] public static void Walk() { }
        }
        [ScheduledTask] file class {|GS0017:Local|} { }
        public static class Other { [ScheduledTask] public static void Stand(Missing a, ref int {|GS0003:b|}) { } }
        """);
}
