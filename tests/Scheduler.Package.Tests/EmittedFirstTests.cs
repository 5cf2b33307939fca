using GeneratedScheduler.Package.Tests.Testing;

namespace GeneratedScheduler.Package.Tests;

/// <summary>The step of a build that emits before other generators run.</summary>
public class EmittedFirstTests(PackedPackage package)
{
    private const string Emitted = "obj/Release/net10.0/scheduler/emitted/GeneratedScheduler.Generators/GeneratedScheduler.Generators.SchedulerGenerator";

    [Fact]
    public async Task What_is_emitted_follows_the_code_and_an_unchanged_project_is_not_built_again()
    {
        Consumer consumer = Consumer.Create(package, "Plain", "Edited");
        await consumer.BuildWithoutAnyWarningAsync();
        DateTime first = File.GetLastWriteTimeUtc(consumer[Emitted + "/Program.Say.Task.g.cs"]);
        DateTime program = File.GetLastWriteTimeUtc(consumer["bin/Release/net10.0/Plain.dll"]);

        await consumer.BuildWithoutAnyWarningAsync();

        Assert.Equal(first, File.GetLastWriteTimeUtc(consumer[Emitted + "/Program.Say.Task.g.cs"]));
        Assert.Equal(program, File.GetLastWriteTimeUtc(consumer["bin/Release/net10.0/Plain.dll"]));

        consumer.Edit("Program.cs", ("SayScheduler", "TellScheduler"), ("string Say(", "string Tell("));
        await consumer.BuildWithoutAnyWarningAsync();

        Assert.Equal("nothing set\nnull", await consumer.RunAsync());
        Assert.Equal(["Plain.Registration.g.cs", "Program.Tell.Task.g.cs"], consumer.FilesIn(Emitted));
        (await consumer.DotnetAsync("clean", "-c", "Release")).Succeeded();
        Assert.False(File.Exists(consumer[Emitted + "/Program.Tell.Task.g.cs"]));
    }

    [Fact]
    public async Task What_a_deleted_file_had_emitted_is_gone_in_the_next_build()
    {
        Consumer consumer = Consumer.Create(package, "Plain", "Deleted");
        await File.WriteAllTextAsync(
            consumer["Extra.cs"],
            "public static class Extra { [GeneratedScheduler.ScheduledTask] public static int Count(int a) => a; }",
            TestContext.Current.CancellationToken);
        (await consumer.BuildAsync()).Succeeded();
        Assert.Contains("Extra.Count.Task.g.cs", consumer.FilesIn(Emitted));

        File.Delete(consumer["Extra.cs"]);
        await consumer.BuildWithoutAnyWarningAsync();

        Assert.Equal(["Plain.Registration.g.cs", "Program.Say.Task.g.cs"], consumer.FilesIn(Emitted));
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        Consumer consumer = Consumer.Create(package, "Plain", "SwitchedOff");

        (await consumer.BuildAsync(".", "-p:GeneratedSchedulerVisibleToGenerators=false")).Succeeded();

        Assert.False(Directory.Exists(consumer["obj/Release/net10.0/scheduler"]));
        Assert.Equal("nothing set\nnull", await consumer.RunAsync());
        Assert.Equal(
            ["Plain.Registration.g.cs", "Program.Say.Task.g.cs"],
            consumer.FilesIn("obj/Release/net10.0/generated/GeneratedScheduler.Generators/GeneratedScheduler.Generators.SchedulerGenerator"));
    }

    [Fact]
    public async Task Another_framework_is_refused_by_the_restore()
    {
        Consumer consumer = Consumer.Create(package, "Plain", "OtherFramework");
        consumer.Edit("Plain.csproj", ("net10.0", "net8.0"));

        CommandResult restore = (await consumer.DotnetAsync("restore", $"-p:PackedVersion={PackedPackage.Version}")).Failed();

        Assert.Contains(restore.Messages, message => message.Contains("error NU1202", StringComparison.Ordinal));
    }
}
