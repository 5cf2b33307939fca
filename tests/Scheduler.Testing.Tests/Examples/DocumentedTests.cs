// As people write their first tests; those beside this file show how to pass the token of a test.
#pragma warning disable xUnit1051

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GeneratedScheduler.Testing.Tests.Examples;

/// <summary>The examples of docs/testing.md.</summary>
public sealed class DocumentedTests
{
    [Fact]
    public async Task A_method_is_called()
    {
        FlakyMailServer server = new();
        using TestTaskContext context = new(attempt: 2, maxAttempts: 3);

        string answer = await new Mails(server).SendAsync("ann@example.com", "Hello", context, context.CancellationToken);

        Assert.Equal("sent in attempt 2", answer);
        Assert.Equal(new TaskProgress(0.5, "connected"), Assert.Single(context.Reports));
    }

    [Fact]
    public async Task What_is_enqueued_is_listed()
    {
        EnqueueRecorder enqueued = new();
        await using SendScheduler mails = SendScheduler.Create(enqueued.Record);

        await new Checkout(mails).PayAsync(order: 7, "ann@example.com");

        IReadOnlyList<EnqueuedTask<SendTask>> tasks = enqueued.Of<SendTask>();
        Assert.Equal(["Order 7 is paid", "How did you like it?"], tasks.Select(task => task.Payload.Subject));
        Assert.Equal(TimeSpan.FromDays(7), tasks[1].Options.Delay);
    }

    [Fact]
    public async Task A_task_runs_through_the_pipeline()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton<IMailServer>(new FlakyMailServer(failures: 2))
            .BuildServiceProvider();

        PipelineRun<string> run = await TaskPipeline.RunAsync(
            SendScheduler.CreateDefinition(),
            new SendTask("ann@example.com", "Hello"),
            setup => setup.Options.Services = services);

        Assert.Equal("sent in attempt 3", run.Result);
        Assert.Equal([TaskEvent.Retry, TaskEvent.Retry, TaskEvent.Succeed], run.Attempts.Select(attempt => attempt.End));
        Assert.Equal("The server is busy.", run.Attempts[0].Failure!.Message);
        Assert.Equal(TimeSpan.FromMinutes(20), run.Elapsed);
        Assert.Equal(3, run.Progress.Count);
    }

    [Fact]
    public async Task Time_passes_at_once()
    {
        FlakyMailServer server = new();
        await using ServiceProvider services = new ServiceCollection().AddSingleton<IMailServer>(server).BuildServiceProvider();
        FakeTimeRunner runner = new();
        await using SendScheduler mails = SendScheduler.Create(setup =>
        {
            setup.Options.Services = services;
            runner.Drive(setup);
        });

        await new Checkout(mails).PayAsync(order: 7, "ann@example.com");
        await runner.RunDueAsync();
        Assert.Equal(["ann@example.com: Order 7 is paid"], server.Sent);

        await runner.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.Equal(2, server.Sent.Count);
    }

    [Fact]
    public async Task A_host_is_driven()
    {
        FlakyMailServer server = new(failures: 1);
        FakeTimeRunner runner = new();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IMailServer>(server).AddSingleton<Checkout>();
        builder.Services.AddScheduler(scheduler => scheduler.AddMyAppTasks());
        builder.Services.AddScheduler(runner.Drive);
        using IHost host = builder.Build();
        await host.StartAsync();

        await host.Services.GetRequiredService<Checkout>().PayAsync(order: 7, "ann@example.com");
        await runner.RunAllAsync();

        Assert.Equal(["ann@example.com: Order 7 is paid", "ann@example.com: How did you like it?"], server.Sent);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_timeout_is_reached()
    {
        FakeTimeRunner runner = new();
        await using WaitScheduler waits = WaitScheduler.Create(runner.Drive);

        TaskHandle<NoResult> wait = await waits.EnqueueAsync();
        await Waiting.Started.WaitForAsync(id => id == wait.Id);
        runner.Clock.Advance(TimeSpan.FromSeconds(5));
        await runner.RunDueAsync();

        Assert.Equal(TaskFailureReason.Timeout, (await wait.Outcome).Failure!.Reason);
    }
}

public static class Waiting
{
    public static AsyncSignal<TaskId> Started { get; } = new("task started");

    [ScheduledTask("waiting.wait", Timeout = "00:00:05")]
    public static async Task Wait(TaskContext context, CancellationToken cancellationToken)
    {
        Started.Set(context.Id);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
