using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.Scheduling;

public sealed class RetryTests
{
    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_failed_attempt_is_repeated_after_the_time_of_the_policy_until_the_last_one(ContainerKind kind)
    {
        TimeSpan delay = TimeSpan.FromSeconds(7);
        await using Bench bench = Bench.Over(kind, (_, options) =>
            (options.MaxAttempts, options.Retry) = (3, RetryPolicy.Fixed(delay)));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        for (int attempt = 1; attempt < 3; attempt++)
        {
            Assert.Equal((attempt, 3), (run.Context.Attempt, run.Context.MaxAttempts));
            run.Throw(new InvalidOperationException($"attempt {attempt}"));
            await bench.PassAsync(delay);
            run = await bench.Work.NextAsync();
            Assert.Equal($"attempt {attempt}", (await bench.GetAsync(handle.Id)).Failure!.Message);
        }

        run.Throw(new InvalidOperationException("the last one"));
        TaskOutcome<string> outcome = await bench.OutcomeOf(handle);
        Assert.Equal((TaskState.Failed, "the last one"), (outcome.State, outcome.Failure!.Message));
        Assert.Equal(3, (await bench.GetAsync(handle.Id)).Attempt);
    }

    [Fact]
    public async Task A_retry_that_succeeds_leaves_no_failure_behind()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.MaxAttempts, options.Retry) = (2, RetryPolicy.Fixed(TimeSpan.Zero)));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Throw(new InvalidOperationException("once"));
        (await bench.Work.NextAsync()).Return("at last");
        Assert.Equal("at last", await handle.Completion.Soon());
        Assert.Null((await bench.GetAsync(handle.Id)).Failure);
    }

    [Fact]
    public async Task Without_retries_the_first_failure_is_final_even_if_the_task_may_have_more_attempts()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) => options.Retry = RetryPolicy.None);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync("task", new EnqueueOptions { MaxAttempts = 5 });
        run.Throw(new InvalidOperationException());
        Assert.Equal(TaskState.Failed, (await handle.Outcome.Soon()).State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_task_may_have_a_number_of_attempts_of_its_own(int attempts)
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.MaxAttempts, options.Retry) = (2, RetryPolicy.Fixed(TimeSpan.Zero)));
        TaskHandle<string> handle = await bench.EnqueueAsync("task", new EnqueueOptions { MaxAttempts = attempts });
        for (int attempt = 1; attempt <= attempts; attempt++)
        {
            WorkRun run = await bench.Work.NextAsync();
            Assert.Equal((attempt, attempts), (run.Context.Attempt, run.Context.MaxAttempts));
            run.Throw(new InvalidOperationException());
        }

        Assert.Equal(TaskState.Failed, (await handle.Outcome.Soon()).State);
    }

    [Fact]
    public async Task A_custom_policy_is_told_of_the_attempt_and_decides()
    {
        List<FailedAttempt> asked = [];
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
        {
            options.MaxAttempts = 10;
            options.Retry = RetryPolicy.Custom(attempt =>
            {
                asked.Add(attempt);
                return attempt.Attempt < 2 ? TimeSpan.FromSeconds(7) : null;
            });
        });
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Throw(new InvalidOperationException("first"));
        await bench.PassAsync(TimeSpan.FromSeconds(7));
        (await bench.Work.NextAsync()).Throw(new InvalidOperationException("second"));
        Assert.Equal("second", (await handle.Outcome.Soon()).Failure!.Message);
        Assert.Equal(
            [(handle.Id, 1, "first"), (handle.Id, 2, "second")], asked.Select(a => (a.Id, a.Attempt, a.Failure.Message)));
    }

    [Fact]
    public async Task A_policy_that_throws_fails_the_task_with_the_failure_of_its_attempt()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
        {
            options.MaxAttempts = 10;
            options.Retry = RetryPolicy.Custom(_ => throw new InvalidOperationException("no idea"));
        });
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Throw(new NotSupportedException("the real trouble"));
        Assert.Equal("the real trouble", (await handle.Outcome.Soon()).Failure!.Message);
        (TaskHandle<string> next, run) = await bench.RunOneAsync();
        run.Return();
        await next.Completion.Soon();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task A_policy_may_answer_any_time_there_is(long ticks)
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.MaxAttempts, options.Retry) = (2, RetryPolicy.Custom(_ => TimeSpan.FromTicks(ticks))));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Throw(new InvalidOperationException());
        if (ticks < 0)
        {
            (await bench.Work.NextAsync()).Return("at once");
            Assert.Equal("at once", await handle.Completion.Soon());
            return;
        }

        // For ever, as far as anybody can tell; and it can be stopped all the same.
        await bench.StopAsync(handle.Id);
        Assert.Equal(TaskState.Stopped, (await handle.Outcome.Soon()).State);
    }

    [Fact]
    public async Task DoNotRetry_makes_a_failure_final()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue, (_, options) =>
            (options.MaxAttempts, options.Retry) = (5, RetryPolicy.Fixed(TimeSpan.Zero)));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Throw(new DoNotRetryException("it will never work", new InvalidOperationException("because")));
        TaskOutcome<string> outcome = await handle.Outcome.Soon();
        Assert.Equal((TaskState.Failed, "it will never work"), (outcome.State, outcome.Failure!.Message));
        Assert.Equal(1, bench.Work.Starts);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task RetryAfter_names_the_time_and_counts_as_an_attempt(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind, (_, options) => options.MaxAttempts = 2);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Throw(new RetryAfterException(TimeSpan.FromSeconds(17), "busy"));
        await bench.PassAsync(TimeSpan.FromSeconds(17));
        run = await bench.Work.NextAsync();
        Assert.Equal(2, run.Context.Attempt);
        run.Throw(new RetryAfterException(TimeSpan.FromSeconds(17), "still busy"));
        Assert.Equal("still busy", (await bench.OutcomeOf(handle)).Failure!.Message);
    }

    [Theory]
    [ClassData(typeof(EveryContainer))]
    public async Task A_deferred_task_runs_again_after_its_time_and_the_attempt_does_not_count(ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal((1, 1), (run.Context.Attempt, run.Context.MaxAttempts));
            run.Throw(new DeferTaskException(TimeSpan.FromSeconds(17)));
            await bench.PassAsync(TimeSpan.FromSeconds(17));
            run = await bench.Work.NextAsync();
        }

        Assert.Null((await bench.GetAsync(handle.Id)).Failure);
        run.Return("now");
        Assert.Equal("now", (await bench.OutcomeOf(handle)).Result);
    }
}
