using System.Collections.Concurrent;
using System.Threading.Channels;
using GeneratedScheduler.Actuators;
using GeneratedScheduler.Runs;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>A task method whose every run does what the test says, when the test says it.</summary>
internal sealed class ControlledWork
{
    private readonly Channel<WorkRun> _started = Channel.CreateUnbounded<WorkRun>();
    private readonly ConcurrentQueue<WorkRun> _runs = new();
    private volatile bool _isOver;
    private int _running;
    private int _mostRunning;
    private int _starts;

    /// <summary>How many runs there were at most at one instant.</summary>
    public int MostRunning => Volatile.Read(ref _mostRunning);

    /// <summary>How often the method was called.</summary>
    public int Starts => Volatile.Read(ref _starts);

    /// <summary>Waits for the next call of the method.</summary>
    public async Task<WorkRun> NextAsync()
    {
        return await _started.Reader.ReadAsync(CancellationToken.None).Soon("the start of the next run");
    }

    public async Task<List<WorkRun>> NextAsync(int count)
    {
        List<WorkRun> runs = [];
        while (runs.Count < count)
        {
            runs.Add(await NextAsync());
        }

        return runs;
    }

    /// <summary>Ends every run, and those that are still to come as they begin.</summary>
    public void EndAll()
    {
        _isOver = true;
        foreach (WorkRun run in _runs)
        {
            run.Return();
        }
    }

    /// <summary>Ends as its token is cancelled.</summary>
    public ValueTask<string> RunAsync(string payload, TaskContext context) => RunAsync(payload, context, obeys: true);

    /// <summary>Knows nothing of its token.</summary>
    public ValueTask<string> RunStubbornlyAsync(string payload, TaskContext context) => RunAsync(payload, context, obeys: false);

    /// <summary>Blocks its thread until the test ends it, and knows nothing of its token.</summary>
    public ValueTask<string> Block(string payload, TaskContext context)
    {
        WorkRun run = Begin(payload, context);
        using ManualResetEventSlim ended = new();
        _ = run.Ended.ContinueWith(_ => ended.Set(), TaskScheduler.Default);
        ended.BlockUntilSet("the test to end the blocked run");
        Interlocked.Decrement(ref _running);
        return new ValueTask<string>(run.Ended);
    }

    private async ValueTask<string> RunAsync(string payload, TaskContext context, bool obeys)
    {
        WorkRun run = Begin(payload, context);
        try
        {
            return await run.Ended.WaitAsync(obeys ? context.CancellationToken : CancellationToken.None);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private WorkRun Begin(string payload, TaskContext context)
    {
        Interlocked.Increment(ref _starts);
        int running = Interlocked.Increment(ref _running);
        for (int most = _mostRunning; running > most; most = _mostRunning)
        {
            Interlocked.CompareExchange(ref _mostRunning, running, most);
        }

        WorkRun run = new(payload, context);
        _runs.Enqueue(run);
        if (_isOver)
        {
            run.Return();
        }

        _started.Writer.TryWrite(run);
        return run;
    }
}

/// <summary>One call of a <see cref="ControlledWork"/>.</summary>
internal sealed class WorkRun(string payload, TaskContext context)
{
    private readonly TaskCompletionSource<string> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Payload => payload;

    public TaskContext Context => context;

    public Task<string> Ended => _end.Task;

    public void Return(string result = "done") => _end.TrySetResult(result);

    public void Throw(Exception exception) => _end.TrySetException(exception);

    /// <summary>Waits until the answer lies ready to be polled.</summary>
    public async Task WhenParkedAsync()
    {
        // The one wait that looks again and again: until it is polled, an answer changes nothing that could give a signal.
        Run<string, string> run = (Run<string, string>)context;
        await Task.Run(async () =>
        {
            while (run.Phase == RunPhase.Starting)
            {
                await Task.Yield();
            }
        }).Soon($"the answer of the run of {payload} to lie ready");
    }

    /// <summary>Waits until the token of the run is cancelled.</summary>
    public async Task WhenCancelledAsync()
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = context.CancellationToken.Register(() => cancelled.TrySetResult());
        await cancelled.Task.Soon($"the token of the run of {payload} to be cancelled");
    }
}

/// <summary>Calls a delegate as the task's method.</summary>
internal sealed class DelegateActuator(Func<string, TaskContext, ValueTask<string>> work) : FunctionActuator<string, string>
{
    protected override ValueTask<string> InvokeAsync(string task, TaskContext context) => work(task, context);
}
