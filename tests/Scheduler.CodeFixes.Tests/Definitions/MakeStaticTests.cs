using GeneratedScheduler.CodeFixes.Definitions;
using GeneratedScheduler.CodeFixes.Tests.Testing;

namespace GeneratedScheduler.CodeFixes.Tests.Definitions;

public class MakeStaticTests
{
    [Fact]
    public Task A_method_that_uses_nothing_of_its_object_becomes_static() => CodeFixTest.VerifyAsync<MakeStaticCodeFix>(
        """
        public abstract class Work
        {
            // Adds.
            [ScheduledTask]
            public int {|GS0016:Sum|}(int a, int b) => a + b + Offset;

            [ScheduledTask]
            internal async Task {|GS0016:WaitAsync|}() => await Task.Yield();

            private const int Offset = 1;

            public int Use() => Sum(1, 2);
        }
        """,
        """
        public abstract class Work
        {
            // Adds.
            [ScheduledTask]
            public static int Sum(int a, int b) => a + b + Offset;

            [ScheduledTask]
            internal static async Task WaitAsync() => await Task.Yield();

            private const int Offset = 1;

            public int Use() => Sum(1, 2);
        }
        """);

    [Theory]
    [InlineData("public abstract class A { private int _b = 1; [ScheduledTask] public int {|GS0016:Run|}() => _b; }")]
    [InlineData("public abstract class A { [ScheduledTask] public string {|GS0016:Run|}() => ToString()!; }")]
    [InlineData("public abstract class A(int b) { [ScheduledTask] public int {|GS0016:Run|}() => b; }")]
    [InlineData("public abstract class A { [ScheduledTask] public virtual int {|GS0016:Run|}() => 1; }")]
    [InlineData("public abstract class A { [ScheduledTask] public int {|GS0016:Run|}() => 1; public static int Call(A a) => a.Run(); }")]
    [InlineData("public interface IA { int Run(); } public abstract class A : IA { [ScheduledTask] public int {|GS0016:Run|}() => 1; }")]
    public Task A_method_that_needs_its_object_stays(string source) => CodeFixTest.VerifyNoFixAsync<MakeStaticCodeFix>(source);
}
