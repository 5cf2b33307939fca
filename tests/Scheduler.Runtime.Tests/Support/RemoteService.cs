using System.Threading.Channels;
using GeneratedScheduler.Actuators;

namespace GeneratedScheduler.Runtime.Tests.Support;

internal enum RemoteJobState
{
    Running,
    Succeeded,
    Failed,
    Stopped,
}

/// <summary>
/// Stands for a service elsewhere: takes jobs, works on its own loop, knows them by handles, and tells of changes through a channel.
/// The test decides what becomes of each job.
/// </summary>
internal sealed class RemoteService : IAsyncDisposable
{
    private readonly Channel<Action> _requests = Channel.CreateUnbounded<Action>();
    private readonly Channel<TaskCallback> _callbacks = Channel.CreateUnbounded<TaskCallback>();
    private readonly Dictionary<string, RemoteJob> _jobs = [];
    private readonly Task _loop;
    private int _lastJob;

    public RemoteService() => _loop = Task.Run(ServeAsync);

    /// <summary>Every job that was ever accepted.</summary>
    public RemoteTrail<RemoteJob> Accepted { get; } = new();

    /// <summary>The handles that the service was asked to stop, in order; repeated if asked repeatedly.</summary>
    public RemoteTrail<string> StopsAsked { get; } = new();

    /// <summary>Whether changes are told of by callbacks.</summary>
    public bool CallsBack { get; init; }

    /// <summary>What every job returns at once; <see langword="null"/> leaves it to the test.</summary>
    public string? AnswersAtOnce { get; set; }

    public ChannelReader<TaskCallback> Callbacks => _callbacks.Reader;

    /// <summary>How many jobs are at work.</summary>
    public Task<int> CountRunningAsync() => AskAsync(() => _jobs.Values.Count(job => job.State == RemoteJobState.Running));

    public async Task<RemoteJob> AcceptAsync(TaskId task, long claimToken, int attempt, string payload, string? name = null)
    {
        RemoteJob accepted = await AskAsync(() =>
        {
            if (name is not null && _jobs.TryGetValue(name, out RemoteJob? known))
            {
                return known;
            }

            RemoteJob job = new(this, name ?? $"job-{++_lastJob}", task, claimToken, attempt, payload);
            _jobs.Add(job.Handle, job);
            Accepted.Add(job);
            return job;
        });
        await (AnswersAtOnce is { } answer ? accepted.SucceedAsync(answer) : Task.CompletedTask);
        return accepted;
    }

    public Task<TaskRunStatus> GetStatusAsync(string handle) => AskAsync(() =>
        _jobs.TryGetValue(handle, out RemoteJob? job) ? job.Status : TaskRunStatus.NotFound);

    public Task<string> GetOutputAsync(string handle) => AskAsync(() =>
        _jobs.TryGetValue(handle, out RemoteJob? job) && job.Output is { } output
            ? output
            : throw new InvalidOperationException($"{handle} has no output."));

    public Task StopAsync(string handle) => AskAsync(() =>
    {
        if (_jobs.TryGetValue(handle, out RemoteJob? job) && job.State == RemoteJobState.Running)
        {
            job.State = RemoteJobState.Stopped;
            job.Status = TaskRunStatus.Failed("stopped");
        }

        StopsAsked.Add(handle);
        return true;
    });

    /// <summary>Waits until the next job is accepted, counted from 1.</summary>
    public Task<RemoteJob> JobAsync(int number) => Accepted.WhenCountAsync(number);

    /// <summary>Tells whoever reads the callbacks, whether or not it is true.</summary>
    public void CallBack(TaskCallback callback) => _callbacks.Writer.TryWrite(callback);

    internal Task ChangeAsync(RemoteJob job, RemoteJobState state, TaskRunStatus status, string? output = null) => AskAsync(() =>
    {
        (job.State, job.Status, job.Output) = (state, status, output);
        if (CallsBack)
        {
            CallBack(new TaskCallback(job.Task, job.ClaimToken, status));
        }

        return true;
    });

    internal Task ForgetAsync(RemoteJob job) => AskAsync(() => _jobs.Remove(job.Handle));

    private Task<T> AskAsync<T>(Func<T> answer)
    {
        TaskCompletionSource<T> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Writer.TryWrite(() =>
        {
            try
            {
                asked.SetResult(answer());
            }
            catch (InvalidOperationException exception)
            {
                asked.SetException(exception);
            }
        });
        return asked.Task;
    }

    private async Task ServeAsync()
    {
        await foreach (Action request in _requests.Reader.ReadAllAsync())
        {
            request();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _callbacks.Writer.TryComplete();
        _requests.Writer.TryComplete();
        await _loop;
    }
}

/// <summary>One job of the service, moved by the test.</summary>
internal sealed class RemoteJob(RemoteService service, string handle, TaskId task, long claimToken, int attempt, string payload)
{
    public string Handle => handle;

    public TaskId Task => task;

    public long ClaimToken => claimToken;

    public int Attempt => attempt;

    public string Payload => payload;

    public RemoteJobState State { get; internal set; }

    public TaskRunStatus Status { get; internal set; } = TaskRunStatus.Running();

    public string? Output { get; internal set; }

    public Task SucceedAsync(string output) => service.ChangeAsync(this, RemoteJobState.Succeeded, TaskRunStatus.Succeeded, output);

    public Task FailAsync(string message, bool doNotRetry = false) =>
        service.ChangeAsync(this, RemoteJobState.Failed, TaskRunStatus.Failed(message, doNotRetry));

    public Task ProgressAsync(double fraction, string? message = null) =>
        service.ChangeAsync(this, RemoteJobState.Running, TaskRunStatus.Running(new TaskProgress(fraction, message)));

    /// <summary>The service tells this, whatever it means.</summary>
    public Task TellAsync(TaskRunStatus status, string? output = null) => service.ChangeAsync(this, State, status, output);

    /// <summary>The service loses the job, as after a restart of its own.</summary>
    public Task VanishAsync() => service.ForgetAsync(this);

    /// <summary>Repeats the latest news.</summary>
    public void CallBackAgain() => service.CallBack(new TaskCallback(task, claimToken, Status));

    /// <summary>Says something about the job by callback alone, true or not.</summary>
    public void CallBack(TaskRunStatus status) => service.CallBack(new TaskCallback(task, claimToken, status));
}
