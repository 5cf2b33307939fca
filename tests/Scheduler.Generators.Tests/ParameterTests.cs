using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests;

public class ParameterTests
{
    [Fact]
    public void Defaults_of_every_kind_are_kept() => GeneratorTest.Verify(
        """
        using System;
        using System.Threading;
        using GeneratedScheduler;

        namespace MyApp;

        public enum Colour : short { Red = -1, @default = 3 }
        [Flags] public enum Options : ulong { A = 1, B = 2 }
        public struct Point { public int X; }

        public static class Work
        {
            [ScheduledTask]
            public static void Run(
                bool flag = true, int negative = -5, int min = int.MinValue, long big = long.MinValue, ulong most = ulong.MaxValue,
                byte small = 1, short shorter = -2, uint unsigned = 7, nint native = -3, float single = 1.5e-10f, double twice = double.NaN,
                double infinite = double.NegativeInfinity, double zero = -0.0, decimal money = -79228162514264337593543950335m, decimal cents = 1.10m,
                char quote = '\'', char line = '\n', char wide = '\u2028', string text = "a\"\\\n\r\t\0\u0007é\u2028{0}", string empty = "",
                Colour red = Colour.Red, Colour @default = Colour.@default, Colour none = 0, Options both = Options.A | Options.B,
                Colour? maybe = Colour.Red, Colour? nothing = null, Point point = default, Point? noPoint = null, Guid guid = default,
                DateTime time = default, TimeSpan span = default, int? number = 3, int? noNumber = null, string? noText = null,
                string wrong = null!, object? anything = null, dynamic? more = null, int[]? items = null,
                CancellationToken cancellationToken = default) { }
        }
        """,
        snapshot: "Defaults");

    [Fact]
    public void Types_keep_their_marks_for_null() => GeneratorTest.Verify(
        """
        using System.Collections.Generic;
        using System.Diagnostics.CodeAnalysis;
        using System.Threading.Tasks;
        using GeneratedScheduler;

        namespace MyApp;

        public static class Work
        {
            [ScheduledTask]
            public static Task<Dictionary<string, string?[]?>?> Run(
                List<string?> a, string?[] b, string[]? c, (string? x, int y)? d, dynamic? e, List<dynamic?> f, int?[][,] g,
                [AllowNull] string h, [DisallowNull] string? i, [NotNull] string? j, KeyValuePair<string, object?> k)
            {
                j = "";
                return Task.FromResult<Dictionary<string, string?[]?>?>(null);
            }
        }
        """,
        snapshot: "Nullability");

    [Fact]
    public void Oblivious_code_takes_null_everywhere() => GeneratorTest.Verify(
        """
        #nullable disable
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using GeneratedScheduler;

        namespace MyApp
        {
            public class Work
            {
                public Work(System.IDisposable service, string name = null) { }

                [ScheduledTask]
                public Task<string> Run(string a, List<string> b, int[] c, string d = null, params string[] e) => Task.FromResult(a);
            }
        }
        """,
        snapshot: "Oblivious");

    [Theory]
    [InlineData("params int[] a")]
    [InlineData("int a = 1, params string?[] b")]
    [InlineData("params int[][] a")]
    [InlineData("int a, System.Threading.CancellationToken b = default, params object?[] c")]
    public void Params_arrays_may_be_left_out(string parameters) => GeneratorTest.Verify(
        $$"""
        using GeneratedScheduler;
        public static class Work
        {
            [ScheduledTask] public static void Run({{parameters}}) { }
            public static object? Call(RunScheduler scheduler) => scheduler.EnqueueAsync(1);
        }
        """.Replace("EnqueueAsync(1)", parameters.StartsWith("int a,", StringComparison.Ordinal) ? "EnqueueAsync(1)" : "EnqueueAsync()", StringComparison.Ordinal));

    [Fact]
    public void A_default_that_only_metadata_can_hold_is_dropped() => GeneratorTest.Verify(
        """
        using System;
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        using GeneratedScheduler;
        public static class Work
        {
            [ScheduledTask] public static void Run([Optional, DateTimeConstant(5)] DateTime a, [Optional] int b, int c = 1) { }
            [ScheduledTask] public static void Walk([Optional, DefaultParameterValue(5)] int a, string b) { }
            [ScheduledTask] public static void Log([CallerMemberName] string a = "", in_t b = default) { }
            public struct in_t { }
        }
        """);

    [Fact]
    public void A_parameter_that_takes_anything_does_not_take_the_payload() => Assert.Contains(
        "((global::GeneratedScheduler.Scheduler<global::RunTask, global::GeneratedScheduler.NoResult>)this).EnqueueAsync(",
        GeneratorTest.Verify("public static class A { [GeneratedScheduler.ScheduledTask] public static void Run(object a) { } }").Text,
        StringComparison.Ordinal);

    [Fact]
    public void Many_parameters_are_possible() => GeneratorTest.Verify(
        $$"""
        public static class A
        {
            [GeneratedScheduler.ScheduledTask]
            public static void Run({{string.Join(", ", Enumerable.Range(0, 40).Select(i => $"int p{i}"))}}) { }
        }
        """);

    [Fact]
    public void What_is_obsolete_or_experimental_warns_where_the_user_wrote_it_only() => GeneratorTest.Verify(
        """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics.CodeAnalysis;
        using GeneratedScheduler;

        namespace MyApp;

        [Obsolete] public class Old { }
        [Experimental("EXP1")] public class New { }

        [Obsolete("Use another.")]
        public class Work
        {
            [ScheduledTask]
            public void Run() { }
        }

        public static class Other
        {
            #pragma warning disable CS0612, EXP1
            [ScheduledTask]
            public static void Walk(List<Old> a, New[] b) { }
            #pragma warning restore CS0612, EXP1
        }
        """,
        snapshot: "Obsolete",
        hidden: ["CS0612", "CS0618", "EXP1"]);
}
