using System.Globalization;
using GeneratedScheduler.Reliability.Faults;
using GeneratedScheduler.Reliability.Workers;

namespace GeneratedScheduler.Reliability.Checks;

/// <summary>How long a kill kept something that the worker held from the others.</summary>
/// <param name="Claimed">Seconds from the kill until it was claimed by somebody else; infinite if that never came. A free slot has to be there.</param>
/// <param name="Freed">
/// Seconds until the store took it from the killed one, so that others could claim it, without the time in which there was no server. This is
/// what leases promise; when a slot is free for it is a matter of how fast workers start and how many tasks are before it.
/// </param>
/// <param name="Story">What happened to it meanwhile, for people.</param>
internal sealed record Wait(double Claimed, double Freed, string Story);

/// <summary>How long it took after each kill until everything that the worker held was free, and was claimed by somebody else.</summary>
/// <param name="Claimed">For each kill that hit a worker with claims, the seconds until the last one was claimed again.</param>
/// <param name="Freed">The same until it was free.</param>
/// <param name="Longest">Of all tasks the one that took longest to be free.</param>
/// <param name="Tasks">How many claims the killed workers held.</param>
internal sealed record Recovery(IReadOnlyList<double> Claimed, IReadOnlyList<double> Freed, Wait? Longest, int Tasks)
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
        Wait[][] kept = [.. kills.Select(kill => claims[kill.Owner].Select(c => Find(tasks[c.Number], c.Index, kill, outages)).OfType<Wait>().ToArray())];
        Wait[][] hits = [.. kept.Where(static waits => waits.Length > 0)];
        return new Recovery(
            [.. hits.Select(static waits => waits.Max(static w => w.Claimed)).Order()],
            [.. hits.Select(static waits => waits.Max(static w => w.Freed)).Order()],
            hits.SelectMany(static waits => waits).MaxBy(static w => w.Freed),
            hits.Sum(static waits => waits.Length));
    }

    public static double Median(IReadOnlyList<double> ordered) => ordered.Count == 0 ? 0 : ordered[ordered.Count / 2];

    public static double Last(IReadOnlyList<double> ordered) => ordered.Count == 0 ? 0 : ordered[^1];

    // From a kill to the next steps of a task that the worker held then; nothing if it had let go of it, or the server still carried out its last words.
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
        double down = outages.Sum(o => Math.Max(0, Math.Min(o.To, next.At) - Math.Max(o.From, kill.At)));
        return new Wait(again < 0 ? double.PositiveInfinity : steps[again].At - kill.At, next.At - kill.At - down, story);
    }

    private static string Tell(AuditRow step, Kill kill) =>
        Invariant($"{step.At - kill.At:0.0} {step.NewState} {(step.NewOwner is null ? "free" : step.NewOwner == kill.Owner ? "held by the killed one" : "held by another")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
