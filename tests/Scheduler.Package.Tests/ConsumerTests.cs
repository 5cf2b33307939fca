using System.Runtime.InteropServices;
using GeneratedScheduler.Package.Tests.Testing;

namespace GeneratedScheduler.Package.Tests;

/// <summary>Projects of users: restored from the packed file, built and run.</summary>
public class ConsumerTests(PackedPackage package)
{
    [Theory]
    [InlineData("Console", "3")]
    [InlineData("Worker", "Hello, worker!")]
    [InlineData("Strict", "3\norder 7")]
    [InlineData("CSharp12", "3\n0")]
    [InlineData("Options", "Calculator.Sum internal calculator_sum")]
    public async Task A_project_builds_without_a_warning_and_runs(string name, string expected)
    {
        Consumer consumer = Consumer.Create(package, name);

        await consumer.BuildWithoutAnyWarningAsync();

        Assert.Equal(expected, await consumer.RunAsync());
    }

    [Fact]
    public async Task Tasks_of_a_library_are_used_by_programs_with_and_without_the_package()
    {
        Consumer consumer = Consumer.Create(package, "Libraries");

        await consumer.BuildWithoutAnyWarningAsync("App");
        await consumer.BuildWithoutAnyWarningAsync("Tool");

        Assert.Equal("3\n7\nCalculator.Sum\nAdder.Sum", await consumer.RunAsync("App"));
        Assert.Equal("42", await consumer.RunAsync("Tool"));
    }

    [Fact]
    public async Task A_project_that_sets_nothing_works_and_can_show_what_is_emitted()
    {
        Consumer consumer = Consumer.Create(package, "Plain");

        await consumer.BuildWithoutAnyWarningAsync();

        Assert.Equal("nothing set\nnull", await consumer.RunAsync());
        Assert.Equal(
            ["Plain.Registration.g.cs", "Program.Say.Task.g.cs"],
            consumer.FilesIn("obj/Release/net10.0/scheduler/emitted/GeneratedScheduler.Generators/GeneratedScheduler.Generators.SchedulerGenerator"));
    }

    [Fact]
    public async Task A_project_with_several_targets_gets_what_each_of_them_declares()
    {
        Consumer consumer = Consumer.Create(package, "MultiTargeted");

        await consumer.BuildWithoutAnyWarningAsync();

        Assert.Equal("3", (await consumer.DotnetAsync("bin/Release/net10.0/MultiTargeted.dll")).Succeeded().Output.Trim());
        Assert.Equal("3", (await consumer.DotnetAsync("bin/Release/net10.0-windows/MultiTargeted.dll")).Succeeded().Output.Trim());
    }

    [Fact]
    public async Task A_native_program_is_published_without_a_warning_and_runs()
    {
        NativeToolchain.SkipIfMissing();
        Consumer consumer = Consumer.Create(package, "Native");

        CommandResult published = (await consumer.PublishNativeAsync(RuntimeInformation.RuntimeIdentifier)).Succeeded();

        Assert.Empty(published.Messages);
        Assert.Equal("3 native", (await consumer.RunNativeAsync("Native")).Succeeded().Output.Trim());
    }

    [Fact]
    public async Task Mistakes_are_all_told_at_once_and_mended_by_the_fixes()
    {
        Consumer consumer = Consumer.Create(package, "Mistakes");

        CommandResult broken = (await consumer.BuildAsync()).Failed();
        string[] rules = ["GS0001", "GS0004", "GS0007", "GS0008"];
        Assert.All(rules, rule => Assert.Contains(broken.Messages, message => message.Contains("error " + rule, StringComparison.Ordinal)));

        // What an editor does for "fix all in solution", with the fixes that lie in the package.
        (await consumer.DotnetAsync(
            ["format", "analyzers", "--no-restore", "--severity", "error", "--diagnostics", .. rules])).Succeeded();

        await consumer.BuildWithoutAnyWarningAsync();
        Assert.Equal("mended", await consumer.RunAsync());
    }

    [Fact]
    public async Task A_mistake_is_told_although_a_declaration_needs_what_is_not_emitted()
    {
        Consumer consumer = Consumer.Create(package, "WrongAndInjected");

        CommandResult broken = (await consumer.BuildAsync()).Failed();

        Assert.All(["GS0004", "GS0008"], rule => Assert.Contains(broken.Messages, message => message.Contains("error " + rule, StringComparison.Ordinal)));
        Assert.DoesNotContain(broken.Messages, message => message.Contains("CS0246", StringComparison.Ordinal));
    }
}
