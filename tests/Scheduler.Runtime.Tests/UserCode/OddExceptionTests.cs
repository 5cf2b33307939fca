using GeneratedScheduler.Runtime.Tests.Support;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

public sealed class OddExceptionTests
{
    [Theory]
    [InlineData(ContainerKind.Queue, StatusUpdates.Callback)]
    [InlineData(ContainerKind.Queue, StatusUpdates.Polling)]
    [InlineData(ContainerKind.Shared, StatusUpdates.Callback)]
    [InlineData(ContainerKind.Combined, StatusUpdates.Callback)]
    public async Task A_task_whose_exception_cannot_be_read_fails_at_once_with_the_name_of_its_type(ContainerKind kind, StatusUpdates updates)
    {
        using ReadingLog log = new();
        await using Bench bench = Bench.Over(kind, (_, options) =>
            (options.LoggerFactory, options.StatusUpdates, options.Concurrency) = (log, updates, 1));
        foreach (Exception odd in OddExceptions.All())
        {
            (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
            run.Throw(odd);
            if (updates == StatusUpdates.Polling)
            {
                await run.WhenParkedAsync();
                await bench.Time.PassAsync(Bench.StatusInterval);
            }

            TaskOutcome<string> outcome = await bench.OutcomeOf(handle);
            Assert.Equal((TaskState.Failed, TaskFailureReason.Exception), (outcome.State, outcome.Failure?.Reason));
            Assert.Equal(odd.GetType().FullName, outcome.Failure!.ErrorType);
            Assert.InRange(outcome.Failure.Message.Length, 1, 65_536);
            Assert.Equal(1, (await bench.GetAsync(handle.Id)).Attempt);

            // The log has the failure, although the exception that comes with it cannot be shown.
            Assert.Contains(log.Lines, line => line.Contains($"{handle.Id}: failed after 1 attempts", StringComparison.Ordinal));
        }

        Assert.Equal(OddExceptions.All().Count(), bench.Work.Starts);
    }

    [Fact]
    public async Task A_container_whose_exception_cannot_be_read_does_not_end_a_loop()
    {
        await using Bench bench = Bench.Made(ContainerKind.Shared);
        bench.Container.BeforeClaim = static () => throw new OddExceptions.WithoutAnything();
        bench.Scheduler.Start();
        await bench.Time.PassAsync(TimeSpan.FromMilliseconds(50));
        await bench.Time.WhenArmedAsync(TimeSpan.FromMilliseconds(100)).Soon();
        Assert.Contains("WithoutAnything", Assert.Single(bench.Scheduler.GetStatus().Problems), StringComparison.Ordinal);
        bench.Container.ForgetHooks();
        await bench.Time.PassAsync(TimeSpan.FromMilliseconds(100));
        (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
        run.Return();
        await bench.OutcomeOf(handle);
    }

    [Fact]
    public void Texts_that_are_too_long_are_cut_between_characters_and_say_so()
    {
        string smileys = string.Concat(Enumerable.Repeat("\U0001F600", 100_000));
        TaskFailure failure = TaskFailure.FromException(new InvalidOperationException(smileys));
        Assert.InRange(failure.Message.Length, 65_000, 65_536);
        Assert.EndsWith("… (cut; the whole text has 200000 characters)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(failure.Message)));
    }

    /// <summary>Reads what it is given as most providers do, so that it throws what the exception's members throw.</summary>
    private sealed class ReadingLog : ILoggerFactory, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
