using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Loops;
using GeneratedScheduler.Runs;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Scheduling;

/// <summary>Puts the pieces of one scheduler together, starts them and ends them.</summary>
internal sealed class SchedulerInstance<TTask, TResult>
{
    private readonly bool _ownsContainer;
    private readonly ProcessEngine? _ownEngine;
    private readonly StoreEngine _engine;
    private readonly RunTable<TTask, TResult> _runs;
    private readonly ClaimGate<TTask, TResult> _gate;
    private readonly RunInterrupter<TTask, TResult> _interrupter;
    private readonly RunFollower<TTask, TResult> _follower;
    private readonly StopSignal _stops = new();
    private readonly DeadlineWatch<TTask, TResult> _deadlines;
    private readonly TransitionSender<TTask, TResult> _sender;
    private readonly OutcomePoller<TTask, TResult> _poller;
    private readonly SelfWaits<TTask, TResult> _selfWaits;
    private readonly SchedulingLoop<TTask, TResult> _schedulingLoop;
    private readonly StatusLoop<TTask, TResult> _statusLoop;
    private readonly CallbackLoop<TTask, TResult>? _callbackLoop;
    private readonly KindLeases<TTask, TResult> _leases;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _impatience = new();
    private SchedulerState _state;
    private Task? _closing;

    public SchedulerInstance(SchedulerSetup<TTask, TResult> setup)
    {
        SchedulerSetupValidator.Validate(setup);
        _ownsContainer = setup.Container is null;
        ITaskContainer<TTask, TResult> container =
            setup.Container ?? setup.Store?.Open(setup.Definition, setup.Options.TimeProvider) ?? DefaultContainer(setup.Options);
        ProcessEngine process = setup.Engine ?? (_ownEngine = new ProcessEngine());
        OptionSupport support = new(setup.Definition.Name, setup.Options, container.UnsupportedOptions);
        Parts = new SchedulerParts<TTask, TResult>(
            setup.Definition, setup.Options, container, process.Claimant, setup.Actuator, setup.Persister, setup.Middleware);
        _engine = process.Of(setup.Store ?? new ContainerStore(container), Parts.Time, Parts.Options.LoggerFactory);
        SchedulerSetupValidator.Validate(Parts);

        FinishedTasks = new FinishedTaskStream<TTask, TResult>(Parts.Options.FinishedTasksCapacity);
        _runs = new RunTable<TTask, TResult>(Parts.Options.Concurrency, indexed: !Parts.RunsInProcess);
        _gate = new ClaimGate<TTask, TResult>(_runs, Parts.RunsTasks ? Parts.Options.RateLimiter?.Invoke() : null);
        _sender = new TransitionSender<TTask, TResult>(Parts);
        BatchedTransitionWriter<TTask, TResult>? batches =
            Parts.Container.IsShared ? new BatchedTransitionWriter<TTask, TResult>(Parts, _sender, _runs, _gate) : null;
        ITransitionWriter<TTask, TResult> writer = batches ?? (ITransitionWriter<TTask, TResult>)new DirectTransitionWriter<TTask, TResult>(Parts.Container, _sender);
        ContainerStart = new ContainerStart<TTask, TResult>(Parts.Container, Parts.Persister);
        AwaitedTasks<TResult> awaited = new(Parts.Name);
        _poller = new OutcomePoller<TTask, TResult>(Parts, ContainerStart, awaited);
        RunCompletion<TTask, TResult> completion = new(Parts, _runs, _gate, writer, FinishedTasks, awaited);
        ActuatorCalls<TTask, TResult> calls = new(Parts);
        _interrupter = new RunInterrupter<TTask, TResult>(Parts, completion, calls);
        _deadlines = new DeadlineWatch<TTask, TResult>(Parts, _runs, _interrupter);
        _follower = new RunFollower<TTask, TResult>(Parts, writer, completion, _interrupter, calls);
        Callbacks = new CallbackRouter<TTask, TResult>(Parts, ContainerStart, _runs, _follower);
        RunStarter<TTask, TResult> starter = new(Parts, writer, _deadlines, _interrupter, calls);
        WorkerPool<TTask, TResult> workers = new(Parts, _runs, _gate, _deadlines, _stops, _interrupter, completion, _follower, starter);

        _schedulingLoop = new SchedulingLoop<TTask, TResult>(Parts, _engine, ContainerStart, _runs, _gate, workers, batches);
        _statusLoop = new StatusLoop<TTask, TResult>(Parts, _runs, _follower, calls);
        _callbackLoop = Parts.Updates.HasFlag(StatusUpdates.Callback) && Parts.PushesStatus
            ? new CallbackLoop<TTask, TResult>(Parts, Callbacks)
            : null;
        _leases = new KindLeases<TTask, TResult>(Parts, _runs, _interrupter, ContainerStart, Callbacks);

        _selfWaits = new SelfWaits<TTask, TResult>(Parts, _runs);
        Operations = new TaskOperations<TTask, TResult>(Parts, ContainerStart, _selfWaits, StopLocalAsync);
        Viewed = new ViewedKind<TTask, TResult>(Parts, _engine, _runs, ContainerStart, Operations);
        Adder = new TaskAdder<TTask, TResult>(Parts, support, ContainerStart, _poller, Operations);
    }

    public SchedulerParts<TTask, TResult> Parts { get; }

    public FinishedTaskStream<TTask, TResult> FinishedTasks { get; }

    public ContainerStart<TTask, TResult> ContainerStart { get; }

    public TaskAdder<TTask, TResult> Adder { get; }

    public CallbackRouter<TTask, TResult> Callbacks { get; }

    public TaskOperations<TTask, TResult> Operations { get; }

    public ViewedKind<TTask, TResult> Viewed { get; }

    public void Start()
    {
        lock (_lock)
        {
            if (_state != SchedulerState.Created)
            {
                return;
            }

            _state = SchedulerState.Started;
        }

        if (Parts.RunsTasks)
        {
            Parts.Logger.SchedulerStarted(Parts.Name, Parts.ClaimRequest.Claimant, Parts.Options.Concurrency);
            _engine.Add(_leases, Viewed);
            _statusLoop.Start();
            _callbackLoop?.Start();
            _schedulingLoop.Start();
        }
    }

    public void Pause() => _gate.Pause();

    public void Resume() => _gate.Resume();

    /// <summary>No close takes longer, unless a container that the scheduler owns does not let itself be disposed.</summary>
    public TimeSpan LongestClose => Parts.Options.ShutdownTimeout + Parts.Options.StopTimeout * 8;

    /// <summary>Throws if the scheduler no longer takes tasks.</summary>
    public void ThrowIfClosed(object scheduler) => ObjectDisposedException.ThrowIf(_state == SchedulerState.Closed, scheduler);

    /// <summary>Ends the local run of a task whose stop was requested.</summary>
    /// <returns>Whether a run of this scheduler was ended.</returns>
    public async ValueTask<bool> StopLocalAsync(TaskId id)
    {
        _stops.Raise();
        return _runs.Find(id) is { } run && await _interrupter.InterruptAsync(run, EndReason.Stop).ConfigureAwait(false);
    }

    public SchedulerStatus GetStatus()
    {
        SchedulerState state = _state == SchedulerState.Started && _gate.IsPaused ? SchedulerState.Paused : _state;
        LoopProblem?[] problems =
        [
            _schedulingLoop.Problem, _statusLoop.Problem, _callbackLoop?.Problem, _leases.Problem, _sender.Problem, _poller.Problem,
            Parts.SavingOutputs.Problem, Parts.CallingActuator.Problem, _statusLoop.ProgressProblem, _statusLoop.SingleRunsProblem, _selfWaits.Problem,
        ];
        return new SchedulerStatus(
            state,
            Math.Min(_runs.Used, Parts.Options.Concurrency),
            _runs.Snapshot().Count(run => run.IsOverdue),
            FinishedTasks.Dropped,
            [.. problems.OfType<LoopProblem>().Select(static problem => problem.Text)],
            problems.Any(static problem => problem is { IsStoreUnavailable: true }));
    }

    public Task CloseAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_closing is null)
            {
                bool wasStarted = _state == SchedulerState.Started && Parts.RunsTasks;
                _state = SchedulerState.Closed;
                _closing = CloseOnceAsync(wasStarted);
            }
        }

        // Whoever loses patience, loses it for all.
        cancellationToken.UnsafeRegister(static impatience => ((CancellationTokenSource)impatience!).Cancel(), _impatience);
        return _closing;
    }

    private async Task CloseOnceAsync(bool wasStarted)
    {
        // Not under the lock of the caller.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _gate.Close();
        int givenBack = 0;
        if (wasStarted)
        {
            await StopInTimeAsync(_schedulingLoop.StopAsync()).ConfigureAwait(false);
            await WaitForRunsAsync(Parts.Options.ShutdownTimeout, _impatience.Token).ConfigureAwait(false);
            givenBack = await GiveBackAsync().ConfigureAwait(false);
            await StopInTimeAsync(_statusLoop.StopAsync(), _callbackLoop?.StopAsync(), _engine.RemoveAsync(_leases, Viewed)).ConfigureAwait(false);
        }

        _poller.Close();
        FinishedTasks.Complete();
        await DisposeAsync().ConfigureAwait(false);
        Parts.Logger.SchedulerClosed(Parts.Name, givenBack);
    }

    // A clock, a limiter or a container of the application's that cannot be disposed does not keep the scheduler from being closed.
    private async ValueTask DisposeAsync()
    {
        try
        {
            _deadlines.Dispose();
            _gate.Dispose();
            _ownEngine?.Dispose();
            if (_ownsContainer)
            {
                await Parts.Container.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Parts.Logger.BackgroundWorkFailed(exception, Parts.Name, "closing");
        }
    }

    /// <summary>Cancels what still runs, waits a little for it to follow, and gives back what did not.</summary>
    private async Task<int> GiveBackAsync()
    {
        await StopInTimeAsync(_follower.HandleParkedAsync(_runs.Snapshot())).ConfigureAwait(false);
        List<Run<TTask, TResult>> left = [.. _runs.Snapshot()];
        foreach (Run<TTask, TResult> run in left)
        {
            if (Parts.RunsInProcess)
            {
                run.Cancel(EndReason.Shutdown);
            }
        }

        if (Parts.RunsInProcess)
        {
            await WaitForRunsAsync(Parts.Options.StopTimeout, CancellationToken.None).ConfigureAwait(false);
        }

        // What answered in the meantime has done its work.
        await StopInTimeAsync(_follower.HandleParkedAsync(_runs.Snapshot())).ConfigureAwait(false);
        await StopInTimeAsync([.. _runs.Snapshot().Select(run => _interrupter.InterruptAsync(run, EndReason.Shutdown))]).ConfigureAwait(false);

        // Runs whose output is being fetched or saved end by themselves, now that their tokens are cancelled.
        if (_runs.Snapshot().Any(run => !run.IsRecorded))
        {
            await WaitForRunsAsync(Parts.Options.StopTimeout, CancellationToken.None).ConfigureAwait(false);
        }

        return left.Count;
    }

    /// <summary>Waits, but not forever: a container or an actuator that never answers must not hold up the process.</summary>
    private async Task StopInTimeAsync(params Task?[] endings) =>
        await ShutdownWait.WaitAsync(Task.WhenAll(endings.OfType<Task>()), Parts.Options.StopTimeout, Parts.Time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task WaitForRunsAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await ShutdownWait.WaitAsync(_runs.WhenEmptyAsync(), timeout, Parts.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The time is over; what still runs is cancelled next.
        }
    }

    private static MemoryTaskContainer<TTask, TResult> DefaultContainer(SchedulerOptions options) =>
        new(new MemoryContainerOptions { TimeProvider = options.TimeProvider });
}
