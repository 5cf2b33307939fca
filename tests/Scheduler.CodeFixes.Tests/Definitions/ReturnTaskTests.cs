using GeneratedScheduler.CodeFixes.Definitions;
using GeneratedScheduler.CodeFixes.Tests.Testing;

namespace GeneratedScheduler.CodeFixes.Tests.Definitions;

public class ReturnTaskTests
{
    [Fact]
    public Task Async_void_becomes_async_Task() => CodeFixTest.VerifyAsync<ReturnTaskCodeFix>(
        """
        public static class Work
        {
            [ScheduledTask]
            public static async void {|GS0004:Run|}(int a) => await Task.Delay(a);

            [ScheduledTask]
            public static async void {|GS0004:Walk|}(int a) => await Task.Delay(a);
        }
        """,
        """
        public static class Work
        {
            [ScheduledTask]
            public static async Task Run(int a) => await Task.Delay(a);

            [ScheduledTask]
            public static async Task Walk(int a) => await Task.Delay(a);
        }
        """);

    [Fact]
    public Task The_namespace_of_Task_is_imported() => CodeFixTest.VerifyAsync<ReturnTaskCodeFix>(
        """
        namespace Elsewhere
        {
            public class Task { }

            public static class Work
            {
                [ScheduledTask]
                public static async void {|GS0004:Run|}(int a) => await System.Threading.Tasks.Task.Delay(a);
            }
        }
        """,
        """
        namespace Elsewhere
        {
            public class Task { }

            public static class Work
            {
                [ScheduledTask]
                public static async System.Threading.Tasks.Task Run(int a) => await System.Threading.Tasks.Task.Delay(a);
            }
        }
        """);

    [Fact]
    public Task Both_parts_of_a_partial_method_change() => CodeFixTest.VerifyAsync<ReturnTaskCodeFix>(
        [
            "public static partial class Work { [ScheduledTask] public static partial void {|GS0004:Run|}(int a); }",
            "public static partial class Work { public static async partial void Run(int a) => await Task.Delay(a); }",
        ],
        [
            "public static partial class Work { [ScheduledTask] public static partial Task Run(int a); }",
            "public static partial class Work { public static async partial Task Run(int a) => await Task.Delay(a); }",
        ]);

    [Fact]
    public Task What_a_base_or_interface_prescribes_stays() => CodeFixTest.VerifyNoFixAsync<ReturnTaskCodeFix>(
        """
        public interface IWork { void Run(); }
        public class Work : IWork { [ScheduledTask] public async void {|GS0004:Run|}() => await Task.Yield(); }
        """);

    [Fact]
    public Task An_event_takes_no_method_that_returns_Task() => CodeFixTest.VerifyNoFixAsync<ReturnTaskCodeFix>(
        """
        public static class Work
        {
            public static event Action<int>? Changed;

            static Work() => Changed += Run;

            [ScheduledTask]
            public static async void {|GS0004:Run|}(int a) => await Task.Delay(Changed is null ? 1 : a);
        }
        """);
}
