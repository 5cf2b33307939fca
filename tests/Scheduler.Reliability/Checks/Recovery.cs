using GeneratedScheduler.Reliability.Workers;

namespace GeneratedScheduler.Reliability.Checks;

/// <summary>How long it took after each kill until everything that the worker held was claimed by somebody else.</summary>
/// <param name="Seconds">For each kill that hit a worker with claims, the time until the last of them was claimed again.</param>
/// <param name="Tasks">How many claims the killed workers held.</param>
internal sealed record Recovery(IReadOnlyList<double> Seconds, int Tasks)
{
    public static Recovery Measure(IEnumerable<AuditRow> audit, IEnumerable<Kill> kills)
    {
        ILookup<string?, (long Number, int Index)> claims;
        Dictionary<long, List<AuditRow>> tasks = [];
        List<(string? Owner, long Number, int Index)> held = [];
        foreach (AuditRow row in audit)
        {
            if (!tasks.TryGetValue(row.Number, out List<AuditRow>? steps))
            {
                tasks[row.Number] = steps = [];
            }

            steps.Add(row);
            if (row.NewOwner is not null)
            {
                held.Add((row.NewOwner, row.Number, steps.Count - 1));
            }
        }

        claims = held.ToLookup(h => h.Owner, h => (h.Number, h.Index));
        List<double> seconds = [];
        int count = 0;
        foreach (Kill kill in kills)
        {
            double[] waits = [.. claims[kill.Owner].Select(c => Wait(tasks[c.Number], c.Index, kill)).OfType<double>()];
            count += waits.Length;
            if (waits.Length > 0)
            {
                seconds.Add(waits.Max());
            }
        }

        return new Recovery([.. seconds.Order()], count);
    }

    public double Median => Seconds.Count == 0 ? 0 : Seconds[Seconds.Count / 2];

    public double Longest => Seconds.Count == 0 ? 0 : Seconds[^1];

    // From a kill to the next claim of a task that the worker held then; nothing if it had let go of it, or the server still carried out its last words.
    private static double? Wait(List<AuditRow> steps, int index, Kill kill)
    {
        AuditRow step = steps[index];
        AuditRow? next = index + 1 < steps.Count ? steps[index + 1] : null;
        if (step.At > kill.At || next is null || next.At <= kill.At || next.NewOwner == kill.Owner || next.NewToken == step.NewToken && next.NewState == TaskState.Succeeded)
        {
            return null;
        }

        AuditRow? again = steps.Skip(index + 1).FirstOrDefault(s => s.NewOwner is not null || s.NewState is TaskState.Failed or TaskState.Succeeded);
        return again is null ? double.PositiveInfinity : again.At - kill.At;
    }
}
