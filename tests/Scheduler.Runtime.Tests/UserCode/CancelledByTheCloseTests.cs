using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

/// <summary>Code that is cancelled by the close says so in many words. None of them costs the task its attempt.</summary>
public sealed class CancelledByTheCloseTests
{
    public enum Words
    {
        Waits = 0,
        AsksForTheResult = 1,
        RunsInParallel = 2,
        Wraps = 3,
        WrapsDeeply = 4,
        Fails = 5,
        RetriesLater = 6,
        DoesNotRetry = 7,
    }

    public sealed class EveryWord : TheoryData<Words, ContainerKind>
    {
        public EveryWord()
        {
            foreach (Words words in Enum.GetValues<Words>())
            {
                Add(words, ContainerKind.Queue);
                Add(words, ContainerKind.Shared);
            }
        }
    }

    [Theory]
    [ClassData(typeof(EveryWord))]
    public async Task It_is_given_back_without_a_lost_attempt(Words words, ContainerKind kind)
    {
        await using Bench bench = Bench.Over(kind);
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Method = (_, context) => EndAsync(words, context, started);
        TaskHandle<string> handle = await bench.EnqueueAsync();
        await started.Task.Soon();
        await bench.CloseAtOnceAsync().Soon();
        TaskRecord<string, string> record = await bench.GetAsync(handle.Id);
        Assert.Equal((TaskState.Waiting, 0), (record.State, record.Attempt));
    }

    [Fact]
    public async Task What_the_code_says_on_purpose_and_not_because_of_the_close_holds()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        bench.Method = bench.Work.RunStubbornlyAsync;
        (TaskHandle<string> final, WorkRun first) = await bench.RunOneAsync("final");
        (TaskHandle<string> deferred, WorkRun second) = await bench.RunOneAsync("deferred");
        Task closing = bench.CloseAtOnceAsync();
        await first.WhenCancelledAsync();
        await second.WhenCancelledAsync();
        first.Throw(new DoNotRetryException("the order is gone"));
        second.Throw(new DeferTaskException(TimeSpan.FromHours(1)));
        await closing.Soon();
        Assert.Equal("the order is gone", (await bench.GetAsync(final.Id)).Failure?.Message);
        TaskRecord<string, string> record = await bench.GetAsync(deferred.Id);
        Assert.Equal((TaskState.Waiting, record.CreatedAt + TimeSpan.FromHours(1)), (record.State, record.NotBefore));
    }

    [Fact]
    public async Task Code_that_is_cancelled_by_a_timeout_of_its_own_has_failed()
    {
        await using Bench bench = Bench.Over(ContainerKind.Queue);
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Throw(new AggregateException(new TaskCanceledException("the server did not answer")));
        Assert.Equal(TaskState.Failed, (await bench.OutcomeOf(handle)).State);
    }

    private static async ValueTask<string> EndAsync(Words words, TaskContext context, TaskCompletionSource started)
    {
        CancellationToken token = context.CancellationToken;
        Task<string> never = new TaskCompletionSource<string>().Task.WaitAsync(token);
        await Task.Yield();
        started.SetResult();
        switch (words)
        {
            case Words.Waits:
                never.Wait(CancellationToken.None);
                break;
            case Words.AsksForTheResult:
                return never.Result;
            case Words.RunsInParallel:
                Parallel.For(0, 2, _ => never.Wait(CancellationToken.None));
                break;
        }

        try
        {
            return await never;
        }
        catch (OperationCanceledException cancelled)
        {
            throw words switch
            {
                Words.Wraps => new IOException("the upload was interrupted", cancelled),
                Words.WrapsDeeply => new InvalidOperationException("outer", new AggregateException(new IOException("inner", cancelled))),
                Words.RetriesLater => new RetryAfterException(TimeSpan.FromHours(1), "not now", cancelled),
                Words.DoesNotRetry => new DoNotRetryException("no order", new IOException("inner", cancelled)),
                _ => new TimeoutException("no answer"),
            };
        }
    }
}
