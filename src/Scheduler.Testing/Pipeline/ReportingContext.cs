using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Testing;

/// <summary>The context of a run, which passes on what is reported.</summary>
internal sealed class ReportingContext(TaskContext inner, Action<TaskProgress> reported) : TaskContext
{
    public override TaskId Id => inner.Id;

    public override string Name => inner.Name;

    public override int Attempt => inner.Attempt;

    public override int MaxAttempts => inner.MaxAttempts;

    public override long ClaimToken => inner.ClaimToken;

    public override string? PlannedHandle => inner.PlannedHandle;

    public override IDictionary<string, object?> Items => inner.Items;

    public override CancellationToken CancellationToken => inner.CancellationToken;

    public override ILogger Logger => inner.Logger;

    public override IServiceProvider Services => inner.Services;

    public override T GetInstance<T>(Func<IServiceProvider, T> create) => inner.GetInstance(create);

    public override void ReportProgress(double fraction, string? message = null)
    {
        inner.ReportProgress(fraction, message);
        reported(new TaskProgress(fraction, message));
    }
}
