using GeneratedScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Testing;

/// <summary>Runs tasks on a clock that only the test moves, so that delays and retries take no time and happen at exact moments.</summary>
/// <remarks>
/// <para>
/// The schedulers are real ones: tasks are claimed, run, retried and ended as in production, over a container in memory. A scheduler of the
/// runner has <see cref="Clock"/> as its clock, and in a host the clock is the application's <see cref="TimeProvider"/>.
/// </para>
/// <para>
/// The methods below wait until tasks have ended, not for a time, so a test does not depend on how fast the machine is. A task that itself
/// waits for the clock (<c>Task.Delay(…, timeProvider)</c>) or is to run into its timeout does not end while they wait: let the test wait
/// until it has begun, by a signal, and move <see cref="Clock"/> directly. Tasks whose work runs elsewhere, as an actuator class says, are
/// not waited for.
/// </para>
/// <para>
/// Moments have a precision of 1 millisecond. A rate limiter goes on by the system's clock. Safe for concurrent use, except that one caller
/// at a time may move the clock.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// FakeTimeRunner runner = new();
/// await using SendScheduler mails = SendScheduler.Create(runner.Drive);
/// TaskHandle&lt;Receipt&gt; mail = await mails.EnqueueAsync("a@example.com", new EnqueueOptions { Delay = TimeSpan.FromHours(1) });
///
/// await runner.AdvanceAsync(TimeSpan.FromHours(1));
///
/// Assert.Equal(TaskState.Succeeded, (await mail.Outcome).State);
/// </code>
/// </example>
public sealed class FakeTimeRunner
{
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly List<IDrivenTasks> _driven = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Makes a runner.</summary>
    /// <param name="clock">The clock; by default a new one, which begins on 2000-01-01 at 00:00 UTC.</param>
    public FakeTimeRunner(FakeTimeProvider? clock = null) => Clock = clock ?? new FakeTimeProvider();

    /// <summary>The clock of the tasks. To move it directly waits for nothing.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>How long the methods of the runner wait for tasks, in real time, before they throw; 30 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Drives one scheduler: pass this method to the emitted <c>Create</c>, or call it while you change a setup yourself.</summary>
    /// <param name="setup">
    /// The setup of a scheduler that is not made yet. Its clock is replaced. If it has no container, it gets one in memory that follows priorities; one that
    /// is set already must have <see cref="Clock"/> as its clock.
    /// </param>
    public void Drive<TTask, TResult>(SchedulerSetup<TTask, TResult> setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        setup.Options.TimeProvider = Clock;
        setup.Container = Watch(setup.Definition, setup.Container);
    }

    /// <summary>Drives all schedulers of a host: pass this method to a second <c>AddScheduler</c> behind that of the application.</summary>
    /// <param name="builder">
    /// The builder of the application's schedulers. Its storage is replaced by containers in memory that follow priorities, and the application's
    /// <see cref="TimeProvider"/> by <see cref="Clock"/>.
    /// </param>
    public void Drive(SchedulerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        builder.Configure(options => options.TimeProvider = Clock).UseStore(new Store(this));
    }

    /// <summary>Waits until every task that is due has run to its end, and also those that these enqueue without a delay. The clock stands still.</summary>
    /// <exception cref="TimeoutException">They did not end within <see cref="Timeout"/>; the message says what they are doing.</exception>
    public Task RunDueAsync(CancellationToken cancellationToken = default) => SettleAsync(cancellationToken);

    /// <summary>
    /// Moves the clock, and stops at each moment at which a task is due until what is due then has run to its end. Begins with what is due now.
    /// </summary>
    /// <param name="by">How far, rounded up to milliseconds; zero or more.</param>
    /// <param name="cancellationToken">Gives up; the clock stays where it is then.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    /// <exception cref="TimeoutException">Tasks that were due at one of these moments did not end within <see cref="Timeout"/>.</exception>
    public async Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset target = Clock.GetUtcNow() + RoundUp(by);
        DateTimeOffset? next = await SettleAsync(cancellationToken).ConfigureAwait(false);
        while (Clock.GetUtcNow() is DateTimeOffset now && now < target)
        {
            TimeSpan left = target - now;
            TimeSpan step = next is { } moment ? StepTo(moment, now) : left;
            Clock.Advance(step < left ? step : left);
            next = await SettleAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Moves the clock as far as is needed for every waiting task to run to its end: delayed ones, and all attempts of those that fail.</summary>
    /// <remarks>Does not end while tasks go on enqueuing others; use <see cref="AdvanceAsync"/> there.</remarks>
    /// <exception cref="TimeoutException">The tasks of one moment did not end within <see cref="Timeout"/>.</exception>
    public async Task RunAllAsync(CancellationToken cancellationToken = default)
    {
        while (await SettleAsync(cancellationToken).ConfigureAwait(false) is { } next)
        {
            Clock.Advance(StepTo(next, Clock.GetUtcNow()));
        }
    }

    internal WatchedContainer<TTask, TResult> Watch<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, ITaskContainer<TTask, TResult>? container)
    {
        container ??= TestContainers.Make<TTask, TResult>(Clock);
        DrivenTasks<TTask, TResult> driven = new(definition.Name, container, Clock, Signal);
        lock (_lock)
        {
            _driven.Add(driven);
        }

        return new WatchedContainer<TTask, TResult>(container, driven);
    }

    /// <summary>Waits until nothing runs and nothing is due.</summary>
    /// <returns>When the next task is due; <see langword="null"/> if none waits.</returns>
    private async Task<DateTimeOffset?> SettleAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource time = new(Timeout, TimeProvider.System);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        while (true)
        {
            IDrivenTasks[] driven;
            Task changed;
            lock (_lock)
            {
                driven = [.. _driven];
                changed = _changed.Task;
            }

            TaskSituation[] situations = new TaskSituation[driven.Length];
            for (int i = 0; i < driven.Length; i++)
            {
                situations[i] = await driven[i].LookAsync(cancellationToken).ConfigureAwait(false);
            }

            // One kind may have enqueued another while that one had been looked at already.
            if (Array.TrueForAll(situations, static situation => situation.IsQuiet) && !changed.IsCompleted)
            {
                return situations.Min(static situation => situation.NextDue);
            }

            try
            {
                both.Token.ThrowIfCancellationRequested();
                await changed.WaitAsync(both.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException(Describe(driven, situations));
            }
        }
    }

    private string Describe(IDrivenTasks[] driven, TaskSituation[] situations)
    {
        IEnumerable<string> busy = driven.Zip(situations)
            .Where(static pair => !pair.Second.IsQuiet)
            .Select(static pair => pair.Second.Running > 0 ? $"{pair.First.Name}: {pair.Second.Running} running" : $"{pair.First.Name}: {pair.Second.Due} due, none running");
        return $"After {Timeout} of real time there is still work at {Clock.GetUtcNow():O}: {string.Join("; ", busy)}. A task that waits for the clock, or for its timeout, "
            + "goes on when the test calls Clock.Advance. A task that is due does not start while its scheduler is not started, is paused or closed, or waits for a rate limiter.";
    }

    // Timers of the containers go off at full milliseconds after they were set: for a moment in between, at most one later.
    private TimeSpan StepTo(DateTimeOffset moment, DateTimeOffset now)
    {
        TimeSpan step = moment - now;
        return IsRound(step) && IsRound(now - Clock.Start) ? step : RoundUp(step) + (IsRound(now - Clock.Start) ? TimeSpan.Zero : Grain);
    }

    private static bool IsRound(TimeSpan time) => time.Ticks % Grain.Ticks == 0;

    private static TimeSpan RoundUp(TimeSpan time) => IsRound(time) ? time : new TimeSpan((time.Ticks / Grain.Ticks + 1) * Grain.Ticks);

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Store(FakeTimeRunner runner) : ITaskStore
    {
        public string Name => "memory";

        public StoreTraits Traits => StoreTraits.None;

        public ITaskContainer<TTask, TResult> Open<TTask, TResult>(TaskDefinition<TTask, TResult> definition, TimeProvider time) =>
            runner.Watch(definition, null);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
