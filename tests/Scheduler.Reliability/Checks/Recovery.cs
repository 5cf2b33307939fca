using System.Globalization;
using GeneratedScheduler.Reliability.Faults;
using GeneratedScheduler.Reliability.Workers;

namespace GeneratedScheduler.Reliability.Checks;

/// <summary>How long a kill kept something that the worker held from being claimed again.</summary>
/// <param name="Seconds">From the kill until the last of its claims was claimed by somebody else; infinite if that never came.</param>
/// <param name="SecondsUp">The same without the time in which there was no server.</param>
/// <param name="Story">What happened to the last one meanwhile, for people.</param>
internal sealed record Wait(double Seconds, double SecondsUp, string Story);

/// <summary>How long it took after each kill until everything that the worker held was claimed by somebody else.</summary>
/// <param name="Waits">For each kill that hit a worker with claims.</param>
/// <param name="Tasks">How many claims the killed workers held.</param>
internal sealed record Recovery(IReadOnlyList<Wait> Waits, int Tasks)
{
    public static Recovery Measure(IEnumerable<AuditRow> audit, IEnumerable<Kill> kills, IReadOnlyList<Outage> outages)
    {
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

        ILookup<string?, (long Number, int Index)> claims = held.ToLookup(h => h.Owner, h => (h.Number, h.Index));
        List<Wait> waits = [];
        int count = 0;
        foreach (Kill kill in kills)
        {
            Wait[] ofKill = [.. claims[kill.Owner].Select(c => Find(tasks[c.Number], c.Index, kill, outages)).OfType<Wait>()];
            count += ofKill.Length;
            if (ofKill.Length > 0)
            {
                waits.Add(ofKill.MaxBy(static w => w.SecondsUp)!);
            }
        }

        return new Recovery(waits, count);
    }

    public double Median => Waits.Count == 0 ? 0 : Waits.Select(static w => w.Seconds).Order().ElementAt(Waits.Count / 2);

    public double Longest => Waits.Select(static w => w.Seconds).DefaultIfEmpty().Max();

    /// <summary>The longest, if the time without a server is not counted.</summary>
    public Wait? LongestUp => Waits.MaxBy(static w => w.SecondsUp);

    // From a kill to the next claim of a task that the worker held then; nothing if it had let go of it, or the server still carried out its last words.
    private static Wait? Find(List<AuditRow> steps, int index, Kill kill, IReadOnlyList<Outage> outages)
    {
        AuditRow step = steps[index];
        AuditRow? next = index + 1 < steps.Count ? steps[index + 1] : null;
        if (step.At > kill.At || next is null || next.At <= kill.At || next.NewOwner == kill.Owner || next.NewToken == step.NewToken && next.NewState == TaskState.Succeeded)
        {
            return null;
        }

        int again = steps.FindIndex(index + 1, static s => s.NewOwner is not null || s.NewState is TaskState.Failed or TaskState.Succeeded);
        string story = $"task {step.Number}: " + string.Join(", ", steps[index..(again < 0 ? steps.Count : again + 1)].Select(s => Tell(s, kill)))
            + string.Concat(outages.Where(o => o.To > kill.At).Select(o => Invariant($"; no server from {o.From - kill.At:0.0} to {o.To - kill.At:0.0}")));
        if (again < 0)
        {
            return new Wait(double.PositiveInfinity, double.PositiveInfinity, story);
        }

        double end = steps[again].At;
        double down = outages.Sum(o => Math.Max(0, Math.Min(o.To, end) - Math.Max(o.From, kill.At)));
        return new Wait(end - kill.At, end - kill.At - down, story);
    }

    private static string Tell(AuditRow step, Kill kill) =>
        Invariant($"{step.At - kill.At:0.0} {step.NewState} {(step.NewOwner is null ? "free" : step.NewOwner == kill.Owner ? "held by the killed one" : "held by another")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
