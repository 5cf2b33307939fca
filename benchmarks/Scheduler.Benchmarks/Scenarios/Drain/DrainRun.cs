using System.Globalization;
using GeneratedScheduler.Benchmarks.CommandLine;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Systems;

namespace GeneratedScheduler.Benchmarks.Scenarios.Drain;

/// <summary>All rounds of one call of <c>drain</c>.</summary>
internal sealed class DrainRun(DrainSettings settings, BenchmarkOutput output)
{
    private const string Ended = "stopped early; the lines so far are complete";

    private readonly List<DrainLine> _lines = [];

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        output.Write(EnvironmentLine.Current(), LineContext.Default.EnvironmentLine);
        try
        {
            for (int round = 1 - settings.Warmups; round <= settings.Rounds; round++)
            {
                await RunRoundAsync(round, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.Note(Ended);
            return ExitCodes.WrongResult;
        }

        DrainSummary summary = new(settings, _lines);
        foreach (DrainLine median in summary.Medians())
        {
            output.Write(median, LineContext.Default.DrainLine);
        }

        foreach (string ratio in summary.Ratios())
        {
            output.Note(ratio);
        }

        return Check();
    }

    private async Task RunRoundAsync(int round, CancellationToken cancellationToken)
    {
        foreach (ITaskSystemFactory system in InTurn(round))
        {
            DrainLine line = await DrainRound.MeasureAsync(system, settings.For(system), round, settings.Timeout, cancellationToken);
            bool isWarmup = round < 1;
            output.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{(isWarmup ? "warm-up" : $"round {round}"),-9} {line.System,-20} {line.Ran,10:N0} tasks in {line.Seconds,7:N3} s = {line.PerSecond,12:N0}/s, {line.BytesPerTask,8:N0} bytes a task"));
            if (!isWarmup)
            {
                _lines.Add(line);
                output.Write(line, LineContext.Default.DrainLine);
            }
        }
    }

    // Each round begins with another system, so that none always comes after the same neighbour.
    private IEnumerable<ITaskSystemFactory> InTurn(int round)
    {
        IReadOnlyList<ITaskSystemFactory> systems = settings.Systems;
        int first = (round + settings.Warmups) % systems.Count;
        return systems.Skip(first).Concat(systems.Take(first));
    }

    private int Check()
    {
        DrainLine[] wrong = [.. _lines.Where(static line => line.Ran != line.Tasks)];
        foreach (DrainLine line in wrong)
        {
            output.Note($"WRONG: {line.System} ran {line.Ran} tasks instead of {line.Tasks} in round {line.Round}");
        }

        return wrong.Length == 0 ? ExitCodes.Success : ExitCodes.WrongResult;
    }
}
