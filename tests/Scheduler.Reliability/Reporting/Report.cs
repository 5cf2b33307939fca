using System.Globalization;
using System.Text;
using System.Text.Json;
using GeneratedScheduler.Reliability.Checks;
using GeneratedScheduler.Reliability.Faults;

namespace GeneratedScheduler.Reliability.Reporting;

/// <summary>Writes a result for people, and as one line of JSON for programs.</summary>
internal static class Report
{
    // The rest is more of the same.
    private const int MostExamples = 10;

    public static void Print(RunResult result)
    {
        Line("store", result.Store);
        Line("seed", result.Seed);
        Line("seconds", Round(result.Seconds));
        Line("faults", string.Join(", ", result.Faults.OrderBy(f => f.Key).Select(f => $"{f.Value} {f.Key}")));
        Line("tasks acknowledged", result.Acknowledged);
        Line("rolled back", result.RolledBack);
        Line("succeeded", result.Succeeded);
        Line("failed, as they should", result.Failed);
        Line("failed calls of the producer", result.FailedCalls);
        Line("lost", result.Lost.Count);
        Line("stale writes accepted", result.Stale.Count);
        Line("ends of runs that did not count", result.Refused);
        Line("runs per task", $"{Round((double)result.Runs / Math.Max(1, result.TasksRun))} on average, {result.MostRuns} at most, {result.RunTwice} tasks more than once");
        Recovery recovery = result.Recovery;
        Line("seconds until free", $"{Round(Recovery.Median(recovery.Freed))} median, {Round(Recovery.Last(recovery.Freed))} longest, of {recovery.Freed.Count} kills that hit {recovery.Tasks} claims");
        Line("seconds until claimed again", $"{Round(Recovery.Median(recovery.Claimed))} median, {Round(Recovery.Last(recovery.Claimed))} longest; {Round(result.LongestOutage)} the longest time without a server");
        Line("the longest until free", recovery.Longest?.Story ?? "none");
        Show("lost", result.Lost);
        Show("stale", result.Stale);
        Show("problem", result.Problems);
        Console.WriteLine(result.IsGood ? "good" : "BAD");
    }

    public static string ToJson(RunResult result)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("store", result.Store);
            writer.WriteNumber("seed", result.Seed);
            writer.WriteNumber("seconds", Rounded(result.Seconds));
            foreach ((FaultKind fault, int count) in result.Faults.OrderBy(f => f.Key))
            {
                writer.WriteNumber($"fault_{fault.ToString().ToLowerInvariant()}", count);
            }

            writer.WriteNumber("acknowledged", result.Acknowledged);
            writer.WriteNumber("succeeded", result.Succeeded);
            writer.WriteNumber("failed", result.Failed);
            writer.WriteNumber("lost", result.Lost.Count);
            writer.WriteNumber("stale_accepted", result.Stale.Count);
            writer.WriteNumber("ends_not_counted", result.Refused);
            writer.WriteNumber("runs", result.Runs);
            writer.WriteNumber("most_runs", result.MostRuns);
            writer.WriteNumber("tasks_run", result.TasksRun);
            writer.WriteNumber("tasks_run_twice", result.RunTwice);
            writer.WriteNumber("free_median", Rounded(Recovery.Median(result.Recovery.Freed)));
            writer.WriteNumber("free_longest", Rounded(Recovery.Last(result.Recovery.Freed)));
            writer.WriteNumber("recover_median", Rounded(Recovery.Median(result.Recovery.Claimed)));
            writer.WriteNumber("recover_longest", Rounded(Recovery.Last(result.Recovery.Claimed)));
            writer.WriteNumber("outage_longest", Rounded(result.LongestOutage));
            writer.WriteNumber("problems", result.Problems.Count);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Line(string name, object value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32} {value}"));

    private static void Show(string name, IReadOnlyList<string> all)
    {
        foreach (string one in all.Take(MostExamples))
        {
            Console.WriteLine($"{name}: {one}");
        }
    }

    private static string Round(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    // JSON has no word for what never came.
    private static double Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 2) : -1;
}
