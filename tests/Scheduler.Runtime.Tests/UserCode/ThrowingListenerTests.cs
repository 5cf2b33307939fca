using System.Diagnostics;
using System.Diagnostics.Metrics;
using GeneratedScheduler.Runtime.Tests.Support;

namespace GeneratedScheduler.Runtime.Tests.UserCode;

/// <summary>Listeners hear of every scheduler of the process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(ThrowingListenerTests), DisableParallelization = true)]
[Collection(nameof(ThrowingListenerTests))]
public sealed class ThrowingListenerTests
{
    [Theory]
    [InlineData(ContainerKind.Queue)]
    [InlineData(ContainerKind.Shared)]
    public async Task Listeners_of_metrics_and_traces_that_throw_change_nothing(ContainerKind kind)
    {
        using MeterListener metrics = new();
        metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "GeneratedScheduler")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };

        metrics.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("measured"));
        metrics.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("measured"));
        using ActivityListener traces = new()
        {
            ShouldListenTo = static source => source.Name == "GeneratedScheduler",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = static _ => throw new InvalidOperationException("started"),
            ActivityStopped = static _ => throw new InvalidOperationException("stopped"),
        };
        ActivitySource.AddActivityListener(traces);
        metrics.Start();
        await using Bench bench = Bench.Over(kind, (_, options) => options.Concurrency = 1);
        for (int i = 0; i < 3; i++)
        {
            (TaskHandle<string> handle, WorkRun run) = await bench.RunOneAsync();
            run.Return("measured");
            Assert.Equal("measured", (await bench.OutcomeOf(handle)).Result);
        }
    }
}
