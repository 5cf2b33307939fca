using System.Globalization;

namespace GeneratedScheduler.Reliability.Checks;

/// <summary>What all workers wrote down about themselves.</summary>
internal sealed class WorkerLogs
{
    /// <summary>How many times each task was begun.</summary>
    public Dictionary<long, int> Runs { get; } = [];

    /// <summary>Runs whose code came to its end.</summary>
    public List<(long Number, long Token)> Ended { get; } = [];

    /// <summary>Tasks that workers enqueued and got an acknowledgement for.</summary>
    public List<long> Spawned { get; } = [];

    /// <summary>How many workers believe that the end of a task was accepted from them.</summary>
    public Dictionary<long, int> Accepted { get; } = [];

    public static WorkerLogs Read(IEnumerable<string> files)
    {
        WorkerLogs logs = new();
        foreach (string line in files.SelectMany(File.ReadLines))
        {
            string[] words = line.Split(' ');
            if (words is ["owner", ..])
            {
                continue;
            }

            logs.Add(words[0], long.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
        }

        return logs;
    }

    private void Add(string what, long number, long token)
    {
        switch (what)
        {
            case "start":
                Runs[number] = Runs.GetValueOrDefault(number) + 1;
                break;
            case "end":
                Ended.Add((number, token));
                break;
            case "spawn":
                Spawned.Add(number);
                break;
            default:
                Accepted[number] = Accepted.GetValueOrDefault(number) + 1;
                break;
        }
    }
}
