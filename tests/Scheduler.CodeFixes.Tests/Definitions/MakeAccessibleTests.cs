using GeneratedScheduler.CodeFixes.Definitions;
using GeneratedScheduler.CodeFixes.Tests.Testing;

namespace GeneratedScheduler.CodeFixes.Tests.Definitions;

public class MakeAccessibleTests
{
    [Theory]
    [InlineData("private static void {|GS0001:Run|}() { }", "internal static void Run() { }")]
    [InlineData("static void {|GS0001:Run|}() { }", "internal static void Run() { }")]
    [InlineData("protected static void {|GS0001:Run|}() { }", "internal static void Run() { }")]
    [InlineData("private protected static void {|GS0001:Run|}() { }", "internal static void Run() { }")]
    public Task A_hidden_method_becomes_internal(string method, string expected) => CodeFixTest.VerifyAsync<MakeAccessibleCodeFix>(
        $$"""
        public class Work
        {
            /// <summary>Runs.</summary>
            [ScheduledTask]
            {{method}}

            // Not this one.
            private void Other() { }
        }
        """,
        $$"""
        public class Work
        {
            /// <summary>Runs.</summary>
            [ScheduledTask]
            {{expected}}

            // Not this one.
            private void Other() { }
        }
        """);

    [Fact]
    public Task The_types_around_it_become_internal() => CodeFixTest.VerifyAsync<MakeAccessibleCodeFix>(
        """
        public static class Outer
        {
            private static class Inner
            {
                class Innermost
                {
                    [ScheduledTask]
                    private static void {|GS0001:Run|}() { }

                    [ScheduledTask]
                    public static void {|GS0001:Walk|}() { }
                }
            }
        }
        """,
        """
        public static class Outer
        {
            internal static class Inner
            {
                internal class Innermost
                {
                    [ScheduledTask]
                    internal static void Run() { }

                    [ScheduledTask]
                    public static void Walk() { }
                }
            }
        }
        """);

    [Fact]
    public Task A_type_of_the_signature_becomes_internal_in_its_own_file() => CodeFixTest.VerifyAsync<MakeAccessibleCodeFix>(
        [
            """
            public static partial class Work
            {
                [ScheduledTask]
                private static List<Result> {|GS0001:{|GS0001:Run|}|}(Order[] {|GS0001:orders|}) => new();
            }
            """,
            """
            public static partial class Work
            {
                // Not for others.
                private sealed record Order(int Number);

                private sealed record Result;
            }
            """,
        ],
        [
            """
            public static partial class Work
            {
                [ScheduledTask]
                internal static List<Result> Run(Order[] orders) => new();
            }
            """,
            """
            public static partial class Work
            {
                // Not for others.
                internal sealed record Order(int Number);

                internal sealed record Result;
            }
            """,
        ]);

    [Fact]
    public Task Both_parts_of_a_partial_method_become_internal() => CodeFixTest.VerifyAsync<MakeAccessibleCodeFix>(
        [
            "public static partial class Work { [ScheduledTask] private static partial void {|GS0001:Run|}(); }",
            "public static partial class Work { private static partial void Run() { } }",
        ],
        [
            "public static partial class Work { [ScheduledTask] internal static partial void Run(); }",
            "public static partial class Work { internal static partial void Run() { } }",
        ]);

    [Fact]
    public Task What_is_local_to_a_file_is_so_no_longer() => CodeFixTest.VerifyAsync<MakeAccessibleCodeFix>(
        """
        // An order.
        file class Order { }

        file static class Work
        {
            [ScheduledTask]
            public static void {|GS0001:Run|}(List<Order> {|GS0012:orders|}) { }
        }

        [ScheduledTask]
        file class {|GS0017:Payload|} { }

        public static class Runner
        {
            [Actuator]
            private static void {|GS0001:Run|}(Other other) { }
        }

        [ScheduledTask]
        public class Other { }
        """,
        """
        // An order.
        class Order { }

        static class Work
        {
            [ScheduledTask]
            public static void Run(List<Order> orders) { }
        }

        [ScheduledTask]
        class {|GS0018:Payload|} { }

        public static class Runner
        {
            [Actuator]
            internal static void Run(Other other) { }
        }

        [ScheduledTask]
        public class Other { }
        """);

    [Theory]
    [InlineData("[ScheduledTask] public static class {|GS0017:P|} { }")]
    [InlineData("[ScheduledTask] file static class {|GS0017:P|} { }")]
    [InlineData("public class A { protected virtual void Run() { } } public class B : A { [ScheduledTask] protected override void {|GS0001:Run|}() { } }")]
    [InlineData("public class A { [ScheduledTask] protected virtual void {|GS0001:Run|}() { } }")]
    [InlineData("public class A { [ScheduledTask] public static void Run(Span<int> {|GS0012:a|}) { } }")]
    public Task Nothing_is_offered_where_that_would_not_help(string source) => CodeFixTest.VerifyNoFixAsync<MakeAccessibleCodeFix>(source);

    [Fact]
    public Task A_name_that_another_file_has_stays_local() => CodeFixTest.VerifyAsync<MakeAccessibleCodeFix>(
        ["file class A { [ScheduledTask] public static void {|GS0001:Run|}() { } }", "public class A { }"],
        ["file class A { [ScheduledTask] public static void {|GS0001:Run|}() { } }", "public class A { }"]);
}
