using GeneratedScheduler.Generators.Tests.Testing;

namespace GeneratedScheduler.Generators.Tests;

/// <summary>What is missing for a wrong definition must not keep the compiler from telling what is wrong with it.</summary>
public class StandInTests
{
    [Fact]
    public void A_wrong_definition_leaves_no_type_missing()
    {
        GeneratorRun run = GeneratorRun.Start(TestCompilation.Create(
            [
                """
                /// <summary>Sends.</summary>
                public class Mailer
                {
                    [GeneratedScheduler.ScheduledTask(MaxAttempts = 0)] public async void SendAsync(string to) => await System.Threading.Tasks.Task.Yield();
                }

                public class Worker(SendScheduler mails, System.Collections.Generic.List<SendTask> waiting)
                {
                    public object All => (mails, waiting);
                }
                """,
            ]));

        Assert.Empty(run.Files);
        Assert.Contains("public partial class SendScheduler", run.StandIns, StringComparison.Ordinal);
        Assert.Contains("public sealed partial record SendTask", run.StandIns, StringComparison.Ordinal);
        Assert.Equal([], TestCompilation.Problems(run.Output, run.Trees));
    }

    [Theory]
    [InlineData("public static class A { [GeneratedScheduler.ScheduledTask] public static void Run() { } }")]
    [InlineData("public static class A { public static void Run() { } }")]
    [InlineData("public static class A { [GeneratedScheduler.ScheduledTask(TypeName = \"1st\")] public static void Run() { } }")]
    [InlineData("public partial class RunScheduler; public partial record RunTask; public static class A { [GeneratedScheduler.ScheduledTask] private static void Run() { } }")]
    public void There_is_none_without_need(string source) =>
        Assert.Null(GeneratorRun.Start(TestCompilation.Create([source])).StandIns);

    [Theory]
    [InlineData("namespace N { public static class A { [GeneratedScheduler.ScheduledTask] public static void Run(int a) { } [GeneratedScheduler.ScheduledTask] public static void Run() { } } }", 1, 1)]
    [InlineData("[GeneratedScheduler.ScheduledTask] public class Payload { }", 1, 0)]
    [InlineData("public static class A { [GeneratedScheduler.ScheduledTask(TypeName = \"Walk\")] private static void Run() { } [GeneratedScheduler.ScheduledTask] public static void Sit() { } }", 1, 1)]
    public void There_is_one_for_each_name(string source, int schedulers, int payloads)
    {
        string standIns = GeneratorRun.Start(TestCompilation.Create([source])).StandIns!;

        Assert.Equal(schedulers, standIns.Split(" class ").Length - 1);
        Assert.Equal(payloads, standIns.Split(" record ").Length - 1);
    }

    [Fact]
    public void They_go_when_the_definition_is_mended()
    {
        const string Source = "public static class A { [GeneratedScheduler.ScheduledTask(MaxAttempts = 0)] public static void Run() { } }";
        GeneratorRun wrong = GeneratorRun.Start(TestCompilation.Create([Source]));

        GeneratorRun mended = wrong.Continue(TestCompilation.Create([Source.Replace("= 0", "= 1", StringComparison.Ordinal)]));

        Assert.NotNull(wrong.StandIns);
        Assert.Null(mended.StandIns);
        Assert.Equal(2, mended.Files.Count);
    }
}
