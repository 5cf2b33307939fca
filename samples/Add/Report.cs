using System.Diagnostics;
using GeneratedScheduler;
using GeneratedScheduler.Storage;

namespace Add;

/// <summary>Prints every finished task, a line of live progress on a terminal, and a summary that finds whatever does not add up.</summary>
internal sealed class Report(int expected, TextWriter output, bool isLive)
{
    private const int BarWidth = 30;

    private readonly HashSet<TaskId> _open = [];
    private readonly List<string> _mistakes = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _succeeded;
    private int _failed;
    private int _attempts;

    public void Enqueued(TaskId id) => _open.Add(id);

    /// <summary>Prints one finished task.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool Finished(FinishedTask<SumTask, int> task)
    {
        if (!_open.Remove(task.Id))
        {
            _mistakes.Add($"{task.Id} finished, but was not enqueued or had finished before.");
        }

        _attempts += task.Attempts;
        (int a, int b) = task.Payload;
        if (task.State == TaskState.Succeeded)
        {
            _succeeded++;
            if (task.Result != a + b)
            {
                _mistakes.Add($"{a} + {b} gave {task.Result}.");
            }
        }
        else
        {
            _failed++;
        }

        string result = task.State == TaskState.Succeeded ? $"= {task.Result}" : $"{task.State}: {task.Failure?.Message}";
        Print($"{_succeeded + _failed,6}  {a} + {b} {result}  ({Attempts(task.Attempts)}, the last took {task.Duration.TotalMilliseconds:0} ms)");
        return _succeeded + _failed == expected;
    }

    /// <summary>Prints the summary.</summary>
    /// <returns>Whether everything adds up.</returns>
    public bool Summarize(TaskCounts counts)
    {
        if (_open.Count > 0)
        {
            _mistakes.Add($"{_open.Count} tasks were lost.");
        }

        if (counts.Unfinished != 0 || counts.Succeeded + counts.Failed != Math.Min(expected, 1000))
        {
            _mistakes.Add($"The container counts {counts}.");
        }

        output.WriteLine();
        output.WriteLine($"{_succeeded} succeeded, {_failed} failed, {_attempts} attempts in {_clock.Elapsed.TotalSeconds:0.0} s.");
        foreach (string mistake in _mistakes)
        {
            output.WriteLine($"WRONG: {mistake}");
        }

        return _mistakes.Count == 0;
    }

    private static string Attempts(int count) => count == 1 ? "1 attempt" : $"{count} attempts";

    private void Print(string line)
    {
        if (!isLive)
        {
            output.WriteLine(line);
            return;
        }

        // The bar is rewritten below each line: back to the start, clear, print the line, print the bar anew.
        int done = _succeeded + _failed;
        int filled = BarWidth * done / expected;
        string bar = new string('█', filled) + new string('░', BarWidth - filled);
        output.Write($"\r\u001b[K{line}\n{bar} {done}/{expected}, {_failed} failed");
        if (done == expected)
        {
            output.WriteLine();
        }
    }
}
