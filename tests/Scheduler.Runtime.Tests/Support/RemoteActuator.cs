using GeneratedScheduler.Actuators;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>A call of the actuator that a test may delay or fail.</summary>
internal enum RemoteCall
{
    Initialize,
    Start,
    Started,
    Reattach,
    GetStatuses,
    GetOutput,
    Stop,
    ReadCallbacks,
}

/// <summary>Runs tasks on a <see cref="RemoteService"/>; without callbacks.</summary>
internal class RemoteActuator(RemoteService service) : ITaskActuator<string, string>
{
    public RemoteService Service => service;

    public bool CanReattach { get; init; }

    /// <summary>Whether work is named before it is begun; the service then takes a job of one name once.</summary>
    public bool Plans { get; init; }

    public virtual ActuatorTraits Traits =>
        (CanReattach || Plans ? ActuatorTraits.CanReattach : ActuatorTraits.None) | (Plans ? ActuatorTraits.PlansHandles : ActuatorTraits.None);

    /// <summary>Whether the scheduler learns the handle; the service knows the job in any case.</summary>
    public bool TellsHandle { get; init; } = true;

    /// <summary>Called at the beginning of each call (Started: at the end of the start), with its number from 1; may wait or throw.</summary>
    public Func<RemoteCall, int, CancellationToken, Task> Hook { get; set; } = static (_, _, _) => Task.CompletedTask;

    /// <summary>What to answer instead of starting; <see langword="null"/> starts.</summary>
    public Func<int, StartResult<string>?> Instead { get; set; } = static _ => null;

    /// <summary>Called for each run whose status is asked for; may wait or throw.</summary>
    public Func<TaskRun<string>, Task> AskHook { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What to answer for work that is found again.</summary>
    public Func<string, StartResult<string>> Found { get; set; } = StartResult<string>.Started;

    public Func<string, string> Normalise { get; set; } = static task => task;

    public Action<TaskContext> Look { get; set; } = static _ => { };

    public RemoteTrail<RemoteCall> Calls { get; } = new();

    public RemoteTrail<TaskRun<string>> Stops { get; } = new();

    public RemoteTrail<TaskRunHandle> Reattached { get; } = new();

    public int CountOf(RemoteCall call) => Calls.Items.Count(made => made == call);

    public async ValueTask<string> InitializeAsync(string task, CancellationToken cancellationToken)
    {
        await NoteAsync(RemoteCall.Initialize, cancellationToken);
        return Normalise(task);
    }

    public async ValueTask<StartResult<string>> StartAsync(string task, TaskContext context)
    {
        Look(context);
        await NoteAsync(RemoteCall.Start, context.CancellationToken);
        if (Instead(CountOf(RemoteCall.Start)) is { } answer)
        {
            return answer;
        }

        RemoteJob job = await service.AcceptAsync(context.Id, context.ClaimToken, context.Attempt, task, context.PlannedHandle);
        await NoteAsync(RemoteCall.Started, context.CancellationToken);
        return StartResult<string>.Started(TellsHandle ? job.Handle : null);
    }

    public async ValueTask<StartResult<string>> ReattachAsync(string task, TaskContext context, TaskRunHandle handle)
    {
        Reattached.Add(handle);
        await NoteAsync(RemoteCall.Reattach, context.CancellationToken);
        return !Plans || (await service.GetStatusAsync(handle.Value)).State != TaskRunState.NotFound
            ? Found(handle.Value)
            : StartResult<string>.NotFound;
    }

    public async ValueTask GetStatusesAsync(
        ReadOnlyMemory<TaskRun<string>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken)
    {
        await NoteAsync(RemoteCall.GetStatuses, cancellationToken);
        for (int i = 0; i < runs.Length; i++)
        {
            await AskHook(runs.Span[i]);
            TaskRunStatus status = await service.GetStatusAsync(HandleOf(runs.Span[i]));
            statuses.Span[i] = status;
        }
    }

    public async ValueTask<string> GetOutputAsync(TaskRun<string> run, CancellationToken cancellationToken)
    {
        await NoteAsync(RemoteCall.GetOutput, cancellationToken);
        return await service.GetOutputAsync(HandleOf(run));
    }

    public async ValueTask StopAsync(TaskRun<string> run, CancellationToken cancellationToken)
    {
        Stops.Add(run);
        await NoteAsync(RemoteCall.Stop, cancellationToken);
        await service.StopAsync(HandleOf(run));
    }

    protected Task NoteAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        Calls.Add(call);
        return Hook(call, CountOf(call), cancellationToken);
    }

    // An actuator without handles finds the job by task and token.
    private string HandleOf(TaskRun<string> run) => run.Handle
        ?? service.Accepted.Items.Last(job => job.Task == run.Id && job.ClaimToken == run.ClaimToken).Handle;
}

/// <summary>Runs tasks on a <see cref="RemoteService"/> that tells of changes by itself.</summary>
internal sealed class RemoteCallbackActuator(RemoteService service)
    : RemoteActuator(service), ITaskActuator<string, string>
{
    public override ActuatorTraits Traits => base.Traits | ActuatorTraits.PushesStatus;

    /// <summary>Whether the source ends after each callback.</summary>
    public bool EndsAfterEach { get; init; }

    public async IAsyncEnumerable<TaskCallback> ReadCallbacksAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await NoteAsync(RemoteCall.ReadCallbacks, cancellationToken);
        await foreach (TaskCallback callback in Service.Callbacks.ReadAllAsync(cancellationToken))
        {
            yield return callback;
            if (EndsAfterEach)
            {
                yield break;
            }
        }
    }
}
