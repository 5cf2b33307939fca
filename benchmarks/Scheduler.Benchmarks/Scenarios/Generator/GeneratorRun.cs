using System.Globalization;
using GeneratedScheduler.Benchmarks.CommandLine;
using GeneratedScheduler.Benchmarks.Measuring;
using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Scenarios.Generator;

/// <summary>All rounds of the scenario, the systems taking turns.</summary>
internal sealed class GeneratorRun(GeneratorSettings settings, BenchmarkOutput output)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        output.Write(EnvironmentLine.Current(), LineContext.Default.EnvironmentLine);

        // What the first generation of a session costs: ours goes first, and pays for the compiler's own start as well.
        output.Note("cold round");
        foreach (GeneratorLine line in await new GeneratorRound(settings, CompilerSystem.Ours, round: 0).MeasureAsync(cancellationToken))
        {
            Write(line with { Kind = "cold", Round = null });
        }

        // The floor's code and the second tier of ours are compiled here, and not in the first round that counts.
        await new GeneratorRound(settings, CompilerSystem.Floor, round: 0).MeasureAsync(cancellationToken);
        List<GeneratorLine> lines = [];
        for (int round = 1; round <= settings.Rounds; round++)
        {
            output.Note($"round {round} of {settings.Rounds}");
            foreach (CompilerSystem system in CompilerSystem.All)
            {
                lines.AddRange(await new GeneratorRound(settings, system, round).MeasureAsync(cancellationToken));
            }
        }

        lines.ForEach(Write);
        foreach (GeneratorLine median in Medians(lines))
        {
            Write(median);
        }

        Compare(lines);
        output.Write(EmittedSize.Measure(settings, cancellationToken), LineContext.Default.EmittedLine);
        if (settings.Native)
        {
            output.Note("publishing native programs");
            output.Write(await NativeSize.MeasureAsync(settings, cancellationToken), LineContext.Default.NativeSizeLine);
        }

        return ExitCodes.Success;
    }

    private void Write(GeneratorLine line) => output.Write(line, LineContext.Default.GeneratorLine);

    private static IEnumerable<GeneratorLine> Medians(IEnumerable<GeneratorLine> lines) => lines
        .GroupBy(static line => (line.System, line.Step))
        .Select(static rounds => rounds.First() with
        {
            Kind = "median",
            Round = null,
            Milliseconds = Median.Of(rounds.Select(static line => line.Milliseconds)),
            CpuMilliseconds = Median.Of(rounds.Select(static line => line.CpuMilliseconds)),
            Bytes = (long)Median.Of(rounds.Select(static line => (double)line.Bytes)),
        });

    // The median of the ratios of the rounds: what disturbs the machine for longer than a round disturbs both sides of a ratio.
    private void Compare(IReadOnlyList<GeneratorLine> lines)
    {
        // What was allocated is known of whole steps, which the floor takes too; inside the floor's analyzer there is nothing to compare.
        foreach (IGrouping<string, GeneratorLine> step in lines.Where(static line => line.Bytes > 0).GroupBy(static line => line.Step))
        {
            double[] ratios =
            [
                .. step.Where(static line => line.System == CompilerSystem.Ours.Name).OrderBy(static line => line.Round)
                    .Zip(
                        step.Where(static line => line.System == CompilerSystem.Floor.Name).OrderBy(static line => line.Round),
                        static (ours, floor) => ours.Milliseconds / floor.Milliseconds),
            ];
            output.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{step.Key}: {CompilerSystem.Ours.Name} / {CompilerSystem.Floor.Name}: {Median.Of(ratios):G3} (rounds from {ratios.Min():G3} to {ratios.Max():G3})"));
        }
    }
}
