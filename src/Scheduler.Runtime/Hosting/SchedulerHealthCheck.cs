using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GeneratedScheduler;

/// <summary>
/// Reports the health of all schedulers of the application: unhealthy if one is closed, its database cannot be used or there is none, degraded if one is not
/// started, one of its loops fails at present, or code holds a slot although it was told to end. Add it with
/// <c>AddHealthChecks().AddCheck&lt;SchedulerHealthCheck&gt;("scheduler")</c>.
/// </summary>
public sealed class SchedulerHealthCheck(IEnumerable<IScheduler> schedulers) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthStatus worst = HealthStatus.Healthy;
        List<string> findings = [];
        bool any = false;
        foreach (IScheduler scheduler in schedulers)
        {
            any = true;
            SchedulerStatus status = scheduler.GetStatus();
            findings.AddRange(status.Problems.Select(problem => $"{scheduler.Name}: {problem}"));
            if (status.Overdue > 0)
            {
                findings.Add($"{scheduler.Name}: {status.Overdue} runs were told to end and hold their slots.");
            }

            worst = status.IsStoreUnavailable ? HealthStatus.Unhealthy : worst;
            if (status.State == SchedulerState.Created)
            {
                findings.Add($"{scheduler.Name}: not started.");
            }

            if (status.State == SchedulerState.Closed)
            {
                findings.Add($"{scheduler.Name}: closed.");
                worst = HealthStatus.Unhealthy;
            }
        }

        if (!any)
        {
            findings.Add("No scheduler is registered: call AddScheduler with the emitted Add…Tasks() of the assembly that declares tasks.");
            worst = HealthStatus.Unhealthy;
        }

        worst = worst == HealthStatus.Healthy && findings.Count > 0 ? HealthStatus.Degraded : worst;
        return Task.FromResult(new HealthCheckResult(worst, findings.Count > 0 ? string.Join(" ", findings) : "All schedulers work."));
    }
}
