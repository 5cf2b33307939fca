using System.Globalization;
using GeneratedScheduler.Benchmarks.CommandLine;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Peers;

namespace GeneratedScheduler.Benchmarks.Scenarios.Rounds;

/// <summary>All rounds of one call of a scenario. The systems take turns, so that what disturbs the machine disturbs all of them.</summary>
internal sealed class RoundRun(RoundPlan plan, BenchmarkOutput output)
{
    private const string Ended = "stopped early; the lines so far are complete";

    private readonly List<RoundLine> _lines = [];

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        output.Write(EnvironmentLine.Current(), LineContext.Default.EnvironmentLine);
        try
        {
            for (int round = 1 - plan.Warmups; round <= plan.Rounds; round++)
            {
                await RunRoundAsync(round, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.Note(Ended);
            return ExitCodes.WrongResult;
        }

        Summarise();
        return Check();
    }

    private async Task RunRoundAsync(int round, CancellationToken cancellationToken)
    {
        foreach (Contestant contestant in InTurn(round))
        {
            bool isWarmup = round < 1;
            string title = isWarmup ? "warm-up" : string.Create(CultureInfo.InvariantCulture, $"round {round}");
            try
            {
                Measurement measured = await contestant.MeasureAsync(cancellationToken);
                output.Note(string.Create(
                    CultureInfo.InvariantCulture, $"{title,-9} {measured.System,-20} {measured.Ran,10:N0} tasks: {plan.Note(measured)}"));
                if (!isWarmup)
                {
                    _lines.Add(new(round, measured));
                    output.Write(plan.Scenario, measured, round);
                }
            }
            catch (PeerFailedException failure)
            {
                output.Note($"{title,-9} {contestant.Name,-20} left out: {failure.Message}");
            }
        }
    }

    // Each round begins with another system, so that none always comes after the same neighbour.
    private IEnumerable<Contestant> InTurn(int round)
    {
        int first = (round + plan.Warmups) % plan.Contestants.Count;
        return plan.Contestants.Skip(first).Concat(plan.Contestants.Take(first));
    }

    private void Summarise()
    {
        RoundSummary summary = new(plan, _lines);
        foreach (Measurement median in summary.Medians())
        {
            output.Write(plan.Scenario, median, round: null);
        }

        foreach (string ratio in summary.Ratios())
        {
            output.Note(ratio);
        }
    }

    private int Check()
    {
        RoundLine[] wrong = [.. _lines.Where(static line => line.Measured.Ran != line.Measured.Tasks)];
        foreach ((int round, Measurement line) in wrong)
        {
            output.Note($"WRONG: {line.System} ran {line.Ran} tasks instead of {line.Tasks} in round {round}");
        }

        return wrong.Length == 0 ? ExitCodes.Success : ExitCodes.WrongResult;
    }
}
