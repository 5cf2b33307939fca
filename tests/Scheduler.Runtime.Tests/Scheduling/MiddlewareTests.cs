using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

/// <summary>Middleware stands around enqueues and runs, in the order of its registration.</summary>
public sealed class MiddlewareTests
{
    private static readonly TaskDefinition<string, string> Definition = new() { Name = "middle", CreateActuator = _ => new Upper() };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_is_the_outermost_around_enqueues_and_runs()
    {
        List<string> steps = [];
        await using Scheduler<string, string> scheduler = Start(setup =>
        {
            setup.UseMiddleware(new Recorder("a", steps));
            setup.UseMiddleware(new Exclaiming());
            setup.UseMiddleware(new Recorder("b", steps));
        });
        TaskHandle<string> handle = await scheduler.EnqueueAsync("one", null, Cancellation);
        Assert.Equal("ONE!?", await handle.Completion.Soon("the result"));
        Assert.Equal(["a+", "b+", "b-1", "a-1", "a>", "b>", "b< 1", "a< 1"], steps);

        steps.Clear();
        Assert.Equal(2, (await scheduler.EnqueueManyAsync(["x", "y"], null, Cancellation)).Count);
        Assert.Equal(["a+", "b+", "b-2", "a-2"], steps.Take(4));
    }

    [Fact]
    public async Task Enqueue_may_be_changed_and_refused()
    {
        await using Scheduler<string, string> scheduler = Start(setup => setup.UseMiddleware(new Gate()));
        TaskHandle<string> handle = await scheduler.EnqueueAsync("late", null, Cancellation);
        Assert.Equal(TimeSpan.FromHours(1), (await scheduler.GetAsync(handle.Id, Cancellation))!.Options.Delay);
        await Assert.ThrowsAsync<TaskRejectedException>(() => scheduler.EnqueueAsync("bad", null, Cancellation).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => scheduler.EnqueueAsync("lost", null, Cancellation).AsTask());
        Assert.Equal(1, (await scheduler.CountAsync(Cancellation)).Waiting);
    }

    [Fact]
    public async Task Run_that_is_swallowed_fails_and_one_that_is_answered_does_not_run()
    {
        await using Scheduler<string, string> scheduler = Start(setup =>
        {
            setup.UseMiddleware(new Swallowing());
            setup.UseMiddleware(new Answering());
        });
        TaskFailedException failed = await Assert.ThrowsAsync<TaskFailedException>(
            async () => await (await scheduler.EnqueueAsync("swallow", null, Cancellation)).Completion.Soon("the failure"));
        Assert.Contains("Swallowing ended a run without calling next", failed.Message, StringComparison.Ordinal);
        Assert.Equal("cached", await (await scheduler.EnqueueAsync("answer", null, Cancellation)).Completion.Soon("the result"));
    }

    [Fact]
    public async Task Middleware_comes_from_the_services_and_only_to_its_kind()
    {
        ServiceCollection services = new();
        List<string> steps = [];
        services.AddSingleton(steps);
        services.AddScheduler(scheduler => scheduler
            .AddTask<Scheduler<string, string>, string, string>(Definition, setup => new Scheduler<string, string>(setup))
            .UseMiddleware<FromServices>()
            .UseMiddleware<Timing>()
            .UseMiddleware<string, string>(_ => new Exclaiming())
            .UseMiddleware<int, int>(_ => throw new InvalidOperationException("Of another kind.")));
        await using ServiceProvider provider = services.BuildServiceProvider();
        Scheduler<string, string> scheduler = provider.GetRequiredService<Scheduler<string, string>>();
        scheduler.Start();
        Assert.Equal("HI!?", await (await scheduler.EnqueueAsync("hi", null, Cancellation)).Completion.Soon("the result"));
        Assert.Equal(["middle"], steps);
        Assert.True(provider.GetRequiredService<Timing>().Total > TimeSpan.Zero);
    }

    private static Scheduler<string, string> Start(Action<SchedulerSetup<string, string>> configure)
    {
        SchedulerSetup<string, string> setup = new(Definition);
        configure(setup);
        Scheduler<string, string> scheduler = new(setup);
        scheduler.Start();
        return scheduler;
    }

    private sealed class Upper : FunctionActuator<string, string>
    {
        protected override ValueTask<string> InvokeAsync(string task, TaskContext context) =>
            new(task.ToUpperInvariant() + (context.Items.TryGetValue("mark", out object? mark) ? mark : null));
    }

    private sealed class Recorder(string name, List<string> steps) : ITaskMiddleware
    {
        public async ValueTask EnqueueAsync(EnqueueContext context, Func<ValueTask> next)
        {
            steps.Add($"{name}+");
            await next();
            steps.Add($"{name}-{context.Ids.Count}");
        }

        public async ValueTask RunAsync(TaskContext context, Func<ValueTask> next)
        {
            steps.Add($"{name}>");
            await next();
            steps.Add($"{name}< {context.Attempt}");
        }
    }

    private sealed class Exclaiming : ITaskMiddleware<string, string>
    {
        public async ValueTask<StartResult<string>> RunAsync(string task, TaskContext context, Func<ValueTask<StartResult<string>>> next)
        {
            context.Items["mark"] = "!";
            return StartResult<string>.Completed((await next()).Result + "?");
        }
    }

    private sealed class Gate : ITaskMiddleware<string, string>
    {
        public ValueTask EnqueueAsync(EnqueueContext<string> context, Func<ValueTask> next)
        {
            context.Options = new EnqueueOptions(context.Options) { Delay = TimeSpan.FromHours(1) };
            return context.Payloads[0] switch
            {
                "bad" => throw new TaskRejectedException("No."),
                "lost" => ValueTask.CompletedTask,
                _ => next(),
            };
        }
    }

    private sealed class Swallowing : ITaskMiddleware
    {
        public ValueTask RunAsync(TaskContext context, Func<ValueTask> next) => context.Attempt == 1 && Payload == "swallow" ? ValueTask.CompletedTask : next();

        private string? Payload { get; set; }

        public ValueTask EnqueueAsync(EnqueueContext context, Func<ValueTask> next)
        {
            Payload = ((EnqueueContext<string>)context).Payloads[0];
            return next();
        }
    }

    private sealed class Answering : ITaskMiddleware<string, string>
    {
        public ValueTask<StartResult<string>> RunAsync(string task, TaskContext context, Func<ValueTask<StartResult<string>>> next) =>
            task == "answer" ? new(StartResult<string>.Completed("cached")) : next();
    }

    private sealed class FromServices(List<string> steps) : ITaskMiddleware
    {
        public ValueTask RunAsync(TaskContext context, Func<ValueTask> next)
        {
            steps.Add(context.Name);
            return next();
        }
    }
}
