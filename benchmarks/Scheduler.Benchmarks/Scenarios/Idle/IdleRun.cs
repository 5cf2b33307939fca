using System.Globalization;
using GeneratedScheduler.Benchmarks.CommandLine;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Benchmarks.Peers;

namespace GeneratedScheduler.Benchmarks.Scenarios.Idle;

/// <summary>All systems of the scenario, one after the other, each in processes of its own.</summary>
internal sealed class IdleRun(IdleSettings settings, BenchmarkOutput output)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        output.Write(EnvironmentLine.Current(), LineContext.Default.EnvironmentLine);
        IdleTable table = new();
        bool isComplete = true;
        foreach (string system in IdleSystems.Of(settings))
        {
            try
            {
                IdleLine line = await MeasureAsync(system, cancellationToken);
                output.Write(line, LineContext.Default.IdleLine);
                table.Add(line);
            }
            catch (PeerFailedException failure)
            {
                output.Note($"FAILED: {system}: {failure.Message}");
                isComplete = false;
            }
        }

        if (table.HasRows)
        {
            output.Note(table.ToString());
        }

        return isComplete ? ExitCodes.Success : ExitCodes.WrongResult;
    }

    private async Task<IdleLine> MeasureAsync(string system, CancellationToken cancellationToken)
    {
        if (system != IdleSystems.Ours || !settings.IsDurable)
        {
            return await RunAsync(system, prepare: false, cancellationToken);
        }

        // The first process finds nothing, and leaves tables with a waiting task in each to the second.
        IdleLine first = await RunAsync(system, prepare: true, cancellationToken);
        IdleLine second = await RunAsync(system, prepare: false, cancellationToken);
        return second with { EmptyStartMs = first.StartMs, EmptyReadyMs = first.ReadyMs };
    }

    private async Task<IdleLine> RunAsync(string system, bool prepare, CancellationToken cancellationToken)
    {
        output.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{system}: {(prepare ? "starting with an empty database" : $"starting, {settings.WarmUp.TotalSeconds:N0} s idle, {settings.Measured.TotalSeconds:N0} s measured")}"));
        string printed = await OwnProcess.RunAsync(
            IdleScenario.ProcessArguments(settings, system, prepare), settings.Timeout + settings.WarmUp + settings.Measured, cancellationToken);
        return OwnProcess.Read(printed, LineContext.Default.IdleLine);
    }
}
