using GeneratedScheduler.Runtime.Tests.Support;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

public sealed class BrokenClockTests
{
    [Fact]
    public async Task A_clock_that_fails_for_a_while_ends_no_loop()
    {
        BrokenClock clock = new();
        TaskDefinition<string, string> definition = new()
        {
            Name = "tests.clock",
            CreateActuator = static _ => new DelegateActuator(static (task, _) => new ValueTask<string>(task)),
        };
        await using MemoryTaskContainer<string, string> container = new(new MemoryContainerOptions());
        SchedulerSetup<string, string> setup = new(definition) { Container = container };
        (setup.Options.TimeProvider, setup.Options.LeaseDuration, setup.Options.SchedulingInterval) = (clock, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(5));
        await using Scheduler<string, string> scheduler = new(setup);
        clock.IsBroken = true;
        scheduler.Start();
        await clock.WhenAskedAsync(20).Soon();
        clock.IsBroken = false;
        TaskHandle<string> handle = await scheduler.EnqueueAsync("done", null, CancellationToken.None).Soon();
        Assert.Equal("done", await handle.Completion.Soon());
    }

    private sealed class BrokenClock : TimeProvider
    {
        private readonly RemoteTrail<string> _asked = new();
        private volatile bool _isBroken;

        public bool IsBroken
        {
            get => _isBroken;
            set => _isBroken = value;
        }

        public Task<string> WhenAskedAsync(int times) => _asked.WhenAsync(static _ => true, times);

        public override long GetTimestamp() => Ask(nameof(GetTimestamp)) ?? base.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Ask(nameof(CreateTimer));
            return base.CreateTimer(callback, state, dueTime, period);
        }

        private long? Ask(string what)
        {
            if (_isBroken)
            {
                _asked.Add(what);
                throw new InvalidOperationException("the clock has stopped");
            }

            return null;
        }
    }
}
