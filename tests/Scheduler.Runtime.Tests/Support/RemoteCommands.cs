namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>What tests of remote work do over and over.</summary>
internal static class RemoteCommands
{
    /// <summary>Makes a lab whose service calls back if the scheduler is to listen, and starts a scheduler that follows work in this way.</summary>
    public static RemoteLab StartLab(
        StatusUpdates updates, out RemoteActuator actuator, Action<SchedulerSetup<string, string>>? configure = null, bool isShared = false)
    {
        bool listens = updates.HasFlag(StatusUpdates.Callback);
        RemoteLab lab = new(callsBack: listens);
        actuator = listens ? new RemoteCallbackActuator(lab.Service) : new RemoteActuator(lab.Service);
        lab.Start(
            actuator,
            setup =>
            {
                setup.Options.StatusUpdates = updates;
                configure?.Invoke(setup);
            },
            isShared);
        return lab;
    }

    /// <summary>
    /// Lets the scheduler learn what the service knows: by asking once, if nobody tells it. The run must be followed already, which it is as soon
    /// as its handle is stored.
    /// </summary>
    public static Task LearnAsync(this RemoteLab lab, StatusUpdates updates) =>
        updates.HasFlag(StatusUpdates.Callback) ? Task.CompletedTask : lab.PollAsync();

    public static async Task<CommandResult> StopTaskAsync(this Scheduler<string, string> scheduler, TaskId id) =>
        await scheduler.TryStopAsync(id).AsTask().Soon("the stop");

    public static async Task<CommandResult> RestartTaskAsync(this Scheduler<string, string> scheduler, TaskId id) =>
        await scheduler.TryRestartAsync(id).AsTask().Soon("the restart");

    public static async Task<CommandResult> DeleteTaskAsync(this Scheduler<string, string> scheduler, TaskId id) =>
        await scheduler.TryDeleteAsync(id).AsTask().Soon("the delete");

    /// <summary>Waits until the handle of the task's run is stored.</summary>
    public static Task<RemoteMove> WhenHandleIsStoredAsync(this RemoteContainer view, TaskId id, int count = 1) =>
        view.Moves.WhenAsync(move => move.Id == id && move.Handle is not null && move.Accepted, count);

    /// <summary>Waits until a move was sent and answered.</summary>
    public static Task<RemoteMove> WhenMovedAsync(this RemoteContainer view, TaskId id, TaskEvent happening, int count = 1) =>
        view.Moves.WhenAsync(move => move.Id == id && move.Event == happening && move.Accepted, count);

    /// <summary>Waits until the task can be seen in a state.</summary>
    public static Task<RemoteLogEntry> WhenLoggedAsync(this RemoteLab lab, int id, int count = 1) =>
        lab.Logs.Entries.WhenAsync(entry => entry.Id == id, count);

    /// <summary>Closes the scheduler and answers what its stream of finished tasks held.</summary>
    public static async Task<List<FinishedTask<string, string>>> CloseAndReadFinishedAsync(this RemoteLab lab)
    {
        Scheduler<string, string> scheduler = lab.Scheduler;
        await lab.CloseAsync(scheduler);
        List<FinishedTask<string, string>> finished = [];
        await foreach (FinishedTask<string, string> task in scheduler.FinishedTasks())
        {
            finished.Add(task);
        }

        return finished;
    }

    /// <summary>A hook that fails the calls of one kind whose numbers fit.</summary>
    public static Func<RemoteCall, int, CancellationToken, Task> Fail(RemoteCall failing, Func<int, bool> number) =>
        (call, count, _) => call == failing && number(count)
            ? Task.FromException(new InvalidOperationException($"{call} fails."))
            : Task.CompletedTask;

    /// <summary>A hook that holds the calls of one kind up.</summary>
    public static Func<RemoteCall, int, CancellationToken, Task> Hold(RemoteCall held, Task until, int number = 1) =>
        (call, count, _) => call == held && count == number ? until : Task.CompletedTask;
}
