namespace GeneratedScheduler.Conformance;

internal partial class ContainerModel<TTask, TResult>
{
    public virtual CommandResult Execute(TaskCommand command, TaskId id)
    {
        if (Find(id) is not { } task)
        {
            return new CommandResult(id, CommandOutcome.NotFound, TaskState.Deleted);
        }

        CommandOutcome outcome = command switch
        {
            TaskCommand.Start => Start(task),
            TaskCommand.Stop => Stop(task),
            TaskCommand.Restart => Restart(task),
            _ => Delete(task),
        };
        bool deleted = command == TaskCommand.Delete && outcome == CommandOutcome.Done;
        return new CommandResult(id, outcome, deleted ? TaskState.Deleted : task.State);
    }

    protected virtual CommandOutcome Start(ModelTask<TTask, TResult> task)
    {
        if (task.State != TaskState.Unstarted)
        {
            return CommandOutcome.Refused;
        }

        task.State = TaskState.Waiting;
        task.Sequence = ++_sequence;
        return CommandOutcome.Done;
    }

    protected virtual CommandOutcome Stop(ModelTask<TTask, TResult> task)
    {
        if (!TaskStateMachine.TryMove(task.State, TaskCommand.Stop, out TaskState to))
        {
            return CommandOutcome.Refused;
        }

        if (task.State == TaskState.Waiting && task.Handle is null)
        {
            End(task, to, null, default);
            return CommandOutcome.Done;
        }

        // Its work runs, here or elsewhere; whoever has it, or claims it next, is told.
        task.StopRequested = true;
        task.NotBefore = task.State == TaskState.Waiting ? Now : task.NotBefore;
        return CommandOutcome.Requested;
    }

    protected virtual CommandOutcome Restart(ModelTask<TTask, TResult> task)
    {
        if (!TaskStateMachine.IsFinished(task.State))
        {
            return CommandOutcome.Refused;
        }

        if (task.Options.UniqueKey is { } key && FindHolder(key) is not null)
        {
            return CommandOutcome.Conflict;
        }

        task.State = TaskState.Waiting;
        (task.Attempt, task.Losses) = (0, 0);
        (task.Handle, task.Progress, task.Failure, task.Result) = (null, null, null, default);
        (task.StopRequested, task.FinishedAt, task.NotBefore) = (false, null, Now);
        task.Sequence = ++_sequence;
        task.Outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return CommandOutcome.Done;
    }

    protected virtual CommandOutcome Delete(ModelTask<TTask, TResult> task)
    {
        if (!TaskStateMachine.TryMove(task.State, TaskCommand.Delete, out _))
        {
            return CommandOutcome.Refused;
        }

        Remove(task);
        task.Outcome.TrySetResult(new TaskOutcome<TResult>(TaskState.Deleted, default, null));
        return CommandOutcome.Done;
    }
}
