using GeneratedScheduler.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static GeneratedScheduler.AotTests.NativeTestRun;

namespace GeneratedScheduler.AotTests;

/// <summary>What users test their tasks with, natively.</summary>
internal static class TestingTests
{
    public static async Task RunAsync(NativeTestRun run)
    {
        await run.CheckAsync("a task through the pipeline", PipelineAsync);
        await run.CheckAsync("what is enqueued", RecorderAsync);
        await run.CheckAsync("a host on a fake clock", FakeTimeAsync);
    }

    private static async Task PipelineAsync()
    {
        PipelineRun<int> run = await TaskPipeline.RunAsync(FlakyScheduler.CreateDefinition(), new FlakyTask());
        Equal(3, run.Result, "result");
        Equal(3, run.Attempts.Count, "attempts");
    }

    private static async Task RecorderAsync()
    {
        EnqueueRecorder enqueued = new();
        await using AddScheduler adds = AddScheduler.Create(enqueued.Record);
        await adds.EnqueueAsync(a: 1, b: 2);
        Equal(new AddTask(1, 2), enqueued.Of<AddTask>()[0].Payload, "payload");
    }

    private static async Task FakeTimeAsync()
    {
        FakeTimeRunner runner = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(new Greeting()).AddScheduler(scheduler => scheduler.AddGeneratedSchedulerAotTestsTasks()).AddScheduler(runner.Drive);
        using IHost host = builder.Build();
        await host.StartAsync();
        TaskHandle<int> sum = await host.Services.GetRequiredService<AddScheduler>().EnqueueAsync(1, 2, new EnqueueOptions { Delay = TimeSpan.FromHours(1) });
        await runner.AdvanceAsync(TimeSpan.FromHours(1));
        Equal(3, await sum.Completion, "sum");
        await host.StopAsync();
    }
}
