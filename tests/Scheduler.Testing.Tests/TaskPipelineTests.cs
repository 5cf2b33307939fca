using System.Collections.Concurrent;
using GeneratedScheduler.Actuators;
using GeneratedScheduler.Storage;
using GeneratedScheduler.Testing.Tests.Examples;

namespace GeneratedScheduler.Testing.Tests;

public sealed class TaskPipelineTests
{
    private static readonly DateTimeOffset Begin = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_that_succeeds_has_one_attempt()
    {
        PipelineRun<int> run = await RunAsync(context =>
        {
            context.ReportProgress(0.25);
            context.ReportProgress(0.75, "nearly");
            return 5;
        }, new EnqueueOptions { Delay = TimeSpan.FromDays(1) });

        Assert.Equal((TaskState.Succeeded, 5, null), (run.State, run.Result, run.Failure));
        PipelineAttempt attempt = Assert.Single(run.Attempts);
        Assert.Equal((1, Begin.AddDays(1), TaskEvent.Succeed), (attempt.Number, attempt.StartedAt, attempt.End));
        Assert.Equal([new TaskProgress(0.25), new TaskProgress(0.75, "nearly")], run.Progress);
        Assert.Equal(TimeSpan.FromDays(1), run.Elapsed);
    }

    [Fact]
    public async Task A_task_that_never_succeeds_has_all_its_attempts()
    {
        PipelineRun<int> run = await RunAsync(context => throw new IOException($"attempt {context.Attempt}"));

        Assert.Equal((TaskState.Failed, "attempt 3"), (run.State, run.Failure!.Message));
        Assert.IsType<IOException>(run.Failure.Exception);
        Assert.Equal([(1, Begin), (2, Begin.AddMinutes(1)), (3, Begin.AddMinutes(2))], run.Attempts.Select(attempt => (attempt.Number, attempt.StartedAt)));
        Assert.Equal([TaskEvent.Retry, TaskEvent.Retry, TaskEvent.Fail], run.Attempts.Select(attempt => attempt.End));
        Assert.Equal([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), null], run.Attempts.Select(attempt => attempt.Delay));
        Assert.Equal(["attempt 1", "attempt 2", "attempt 3"], run.Attempts.Select(attempt => attempt.Failure!.Message));
    }

    [Fact]
    public async Task A_task_can_decide_about_its_attempts()
    {
        int calls = 0;
        PipelineRun<int> run = await RunAsync(_ => ++calls switch
        {
            1 => throw new DeferTaskException(TimeSpan.FromHours(2)),
            2 => throw new RetryAfterException(TimeSpan.FromHours(3), "later"),
            _ => throw new DoNotRetryException("never"),
        });

        Assert.Equal([TaskEvent.Defer, TaskEvent.Retry, TaskEvent.Fail], run.Attempts.Select(attempt => attempt.End));
        Assert.Equal([1, 1, 2], run.Attempts.Select(attempt => attempt.Number));
        Assert.Equal(TimeSpan.FromHours(5), run.Elapsed);
        Assert.Equal("never", run.Failure!.Message);
    }

    [Fact]
    public async Task Outputs_go_through_the_persister()
    {
        Outputs outputs = new();
        PipelineRun<int> run = await TaskPipeline.RunAsync(
            Definition(_ => 5), "task", setup => setup.Persister = outputs, cancellationToken: Cancellation);
        Assert.Equal(5, run.Result);
        Assert.Equal(5, outputs.Saved[run.Id]);
        Assert.Equal(TaskEvent.Succeed, Assert.Single(run.Attempts).End);
    }

    [Fact]
    public async Task A_missing_service_is_named_before_anything_runs()
    {
        SchedulerConfigurationException wrong = await Assert.ThrowsAsync<SchedulerConfigurationException>(
            () => TaskPipeline.RunAsync(SendScheduler.CreateDefinition(), new SendTask("a", "b"), cancellationToken: Cancellation));
        Assert.Contains("Services is null", wrong.Message, StringComparison.Ordinal);
        wrong = await Assert.ThrowsAsync<SchedulerConfigurationException>(() => TaskPipeline.RunAsync(
            SendScheduler.CreateDefinition(), new SendTask("a", "b"), setup => setup.Options.Services = new NoServices(), cancellationToken: Cancellation));
        Assert.Contains(nameof(IMailServer), wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_actuator_of_the_test_is_used()
    {
        PipelineRun<int> run = await TaskPipeline.RunAsync(
            Definition(_ => 1), "task", setup => setup.Actuator = new Function(_ => 2), cancellationToken: Cancellation);
        Assert.Equal(2, run.Result);
    }

    private static Task<PipelineRun<int>> RunAsync(Func<TaskContext, int> work, EnqueueOptions? options = null) => TaskPipeline.RunAsync(
        Definition(work),
        "task",
        setup =>
        {
            setup.Options.MaxAttempts = 3;
            setup.Options.Retry = RetryPolicy.Fixed(TimeSpan.FromMinutes(1));
        },
        options,
        Cancellation);

    private static TaskDefinition<string, int> Definition(Func<TaskContext, int> work) =>
        new() { Name = "work", CreateActuator = _ => new Function(work) };

    private sealed class Function(Func<TaskContext, int> work) : FunctionActuator<string, int>
    {
        protected override ValueTask<int> InvokeAsync(string task, TaskContext context) => ValueTask.FromResult(work(context));
    }

    private sealed class Outputs : ITaskDataPersister<string, int>
    {
        public ConcurrentDictionary<TaskId, int> Saved { get; } = [];

        public ValueTask SaveAsync(TaskId id, string task, int output, CancellationToken cancellationToken)
        {
            Saved[id] = output;
            return ValueTask.CompletedTask;
        }

        public ValueTask<int> LoadAsync(TaskId id, CancellationToken cancellationToken) => ValueTask.FromResult(Saved[id]);

        public ValueTask DeleteAsync(TaskId id, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class NoServices : IServiceProvider, Microsoft.Extensions.DependencyInjection.IServiceProviderIsService
    {
        public object? GetService(Type serviceType) => serviceType.IsInstanceOfType(this) ? this : null;

        public bool IsService(Type serviceType) => false;
    }
}
