using System.Runtime.InteropServices;
using GeneratedScheduler.Package.Tests.Testing;

namespace GeneratedScheduler.Package.Tests;

/// <summary>Projects of <c>dotnet new</c>, in which other generators use what ours emits.</summary>
public class TemplateTests(PackedPackage package)
{
    [Fact]
    public async Task A_native_web_project_takes_schedulers_in_its_endpoints()
    {
        NativeToolchain.SkipIfMissing();
        Consumer consumer = await Template.CreateAsync(package, "webapiaot", "--no-openapi");
        consumer.Edit(
            "Program.cs",
            ("[JsonSerializable(typeof(Todo[]))]", "[JsonSerializable(typeof(Todo[])), JsonSerializable(typeof(Receipt)), JsonSerializable(typeof(ProcessTask)), JsonSerializable(typeof(TaskHandle<Receipt>))]"));

        CommandResult published = (await consumer.PublishNativeAsync(RuntimeInformation.RuntimeIdentifier)).Succeeded();

        Assert.Empty(published.Messages);
        CommandResult run = (await consumer.RunNativeAsync("webapiaot", Template.Arguments)).Succeeded();
        Assert.All(Template.Answers, answer => Assert.Contains(answer, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_web_project_takes_schedulers_in_its_endpoints()
    {
        Consumer consumer = await Template.CreateAsync(package, "web");

        await consumer.BuildWithoutAnyWarningAsync();

        string output = await consumer.RunAsync(".", Template.Arguments);
        Assert.All(Template.Answers, answer => Assert.Contains(answer, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_component_injects_a_scheduler_and_hears_that_it_cannot_declare_a_task()
    {
        Consumer consumer = await Template.CreateAsync(package, "blazor");
        consumer.Edit(
            "Components/Pages/Home.razor",
            ("<PageTitle>", "@using MyCompany.Jobs\n@inject ProcessScheduler Orders\n<button @onclick=\"OrderAsync\">@Last</button>\n<PageTitle>"),
            ("Welcome to your new app.", "@code {\n    [Parameter] public ProcessTask? Last { get; set; }\n    private async Task OrderAsync() => await Orders.EnqueueAsync(Last ?? new ProcessTask(1, \"Dee\"));\n    [GeneratedScheduler.ScheduledTask] public static void Lost(int number) { }\n}"));

        CommandResult build = (await consumer.BuildAsync()).Succeeded();

        string message = Assert.Single(build.Messages);
        Assert.Matches(@"Home\.razor\(\d+,\d+\): warning GS0053: 'Home\.Lost\(int\)'", message);
    }
}
