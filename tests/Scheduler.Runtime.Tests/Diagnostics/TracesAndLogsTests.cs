using System.Diagnostics;
using GeneratedScheduler.Runtime.Tests.Support;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runtime.Tests.Diagnostics;

/// <summary>Spans around the task's own code, and messages that say what happened, once.</summary>
public sealed class TracesAndLogsTests
{
    [Fact]
    public async Task Each_attempt_has_a_span_with_its_task_and_its_failure()
    {
        RemoteTrail<Activity> spans = new();
        string name = $"traced-{Guid.NewGuid()}";
        using ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == "GeneratedScheduler",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.OperationName == name)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        RemoteTrail<Activity?> seen = new();
        RemoteFunction function = new(async (task, context) =>
        {
            await Task.Yield();
            seen.Add(Activity.Current);
            return context.Attempt == 1 ? throw new InvalidOperationException("no luck") : task;
        });
        TaskDefinition<string, string> definition = new() { Name = name, CreateActuator = _ => function };
        SchedulerOptions options = new() { MaxAttempts = 2, Retry = RetryPolicy.Fixed(TimeSpan.Zero) };
        await using Scheduler<string, string> scheduler = new(new SchedulerSetup<string, string>(definition, options));
        scheduler.Start();
        TaskHandle<string> handle = await scheduler.EnqueueAsync("task", null, CancellationToken.None);
        Assert.Equal("task", await handle.Completion.Soon("the result"));

        await spans.WhenCountAsync(2);
        Assert.Equal(spans.Items, seen.Items);
        Assert.All(spans.Items, span => Assert.Equal(ActivityKind.Consumer, span.Kind));
        Assert.All(spans.Items, span => Assert.Equal(handle.Id.ToString(), span.GetTagItem("task.id")));
        Assert.Equal([1, 2], spans.Items.Select(span => span.GetTagItem("task.attempt")));
        Assert.Equal((ActivityStatusCode.Error, "no luck"), (spans.Items[0].Status, spans.Items[0].StatusDescription));
        Assert.Equal(ActivityStatusCode.Unset, spans.Items[1].Status);
    }

    [Fact]
    public async Task Life_of_a_scheduler_is_logged_with_who_it_is_and_what_it_gave_back()
    {
        await using RemoteLab lab = new();
        RemoteFunction function = new(async (task, context) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
            return task;
        });
        Scheduler<string, string> scheduler = lab.Start(function);
        await lab.EnqueueAsync("long");
        await function.Started.WhenCountAsync(1);
        await lab.CloseAsync(scheduler);

        RemoteLogEntry started = Assert.Single(lab.Logs.Entries.Items, entry => entry.Id == 1);
        Assert.Equal($"remote: started as {scheduler.Claimant}, at most 4 at once", started.Message);
        RemoteLogEntry closed = Assert.Single(lab.Logs.Entries.Items, entry => entry.Id == 2);
        Assert.Equal("remote: closed; 1 tasks were still running when its shutdown timeout had passed", closed.Message);
        Assert.All(lab.Logs.Entries.Items, entry => Assert.Equal("GeneratedScheduler.remote", entry.Category));
    }

    [Fact]
    public async Task Failures_are_logged_with_their_exception_and_what_comes_next()
    {
        await using RemoteLab lab = new();
        InvalidOperationException thrown = new("no luck");
        lab.Start(new RemoteFunction((_, _) => throw thrown), setup => setup.Options.MaxAttempts = 2);
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await handle.EndAsync();

        RemoteLogEntry retried = Assert.Single(lab.Logs.Entries.Items, entry => entry.Id == 6);
        Assert.Equal((LogLevel.Warning, thrown), (retried.Level, retried.Exception));
        Assert.Equal($"remote {handle.Id}: attempt 1 of 2 failed (Exception); the next one is due in 00:00:00", retried.Message);
        RemoteLogEntry failed = Assert.Single(lab.Logs.Entries.Items, entry => entry.Id == 7);
        Assert.Equal((LogLevel.Error, thrown), (failed.Level, failed.Exception));
        Assert.Equal($"remote {handle.Id}: failed after 2 attempts (Exception): no luck", failed.Message);
    }

    [Fact]
    public async Task Messages_of_a_task_carry_its_name_id_and_attempt()
    {
        await using RemoteLab lab = new();
        lab.Start(new RemoteFunction((task, context) =>
        {
            context.Logger.LogInformation("Hello from the task");
            return ValueTask.FromResult(task);
        }));
        TaskHandle<string> handle = await lab.EnqueueAsync("task");
        await handle.EndAsync();

        Assert.Contains(lab.Logs.Entries.Items, entry => entry.Message == "Hello from the task");
        Assert.Contains($"remote {handle.Id} attempt 1", lab.Logs.Scopes.Items);
    }

    [Fact]
    public async Task Retry_policy_that_throws_fails_the_task_and_is_logged()
    {
        await using RemoteLab lab = new();
        lab.Start(new RemoteFunction((_, _) => throw new InvalidOperationException("no luck")), setup =>
        {
            setup.Options.MaxAttempts = 5;
            setup.Options.Retry = RetryPolicy.Custom(static _ => throw new FormatException("broken policy"));
        });
        TaskHandle<string> handle = await lab.EnqueueAsync("task");

        Assert.Equal("no luck", (await handle.EndAsync()).Failure!.Message);
        Assert.IsType<FormatException>(Assert.Single(lab.Logs.Entries.Items, entry => entry.Id == 13).Exception);
    }

    [Fact]
    public void Event_ids_are_unique()
    {
        IEnumerable<int> ids = typeof(Scheduler<,>).Assembly.GetType("GeneratedScheduler.Diagnostics.Log")!.GetMethods()
            .SelectMany(method => method.GetCustomAttributes(typeof(LoggerMessageAttribute), inherit: false))
            .Select(attribute => ((LoggerMessageAttribute)attribute).EventId)
            .Order();
        Assert.Equal(ids.Distinct(), ids);
    }
}
