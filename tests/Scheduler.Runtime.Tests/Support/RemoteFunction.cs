using GeneratedScheduler.Actuators;

namespace GeneratedScheduler.Runtime.Tests.Support;

/// <summary>Work in this process, as a lambda.</summary>
internal sealed class RemoteFunction(Func<string, TaskContext, ValueTask<string>> work) : FunctionActuator<string, string>
{
    /// <summary>The payloads of the runs that have begun.</summary>
    public RemoteTrail<string> Started { get; } = new();

    /// <summary>Upper case, at once.</summary>
    public static RemoteFunction Shout() => new(static (task, _) => ValueTask.FromResult(task.ToUpperInvariant()));

    protected override ValueTask<string> InvokeAsync(string task, TaskContext context)
    {
        Started.Add(task);
        return work(task, context);
    }
}
