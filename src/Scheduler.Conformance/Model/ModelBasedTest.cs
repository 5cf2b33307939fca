namespace GeneratedScheduler.Conformance;

/// <summary>
/// Sends the same steps through a container and through a plain model of the contract, and compares each answer, and
/// every task after each step.
/// </summary>
/// <remarks>
/// Needs <see cref="ContainerTraits.Clock"/>. A test with a generator that shrinks can pass its own steps; otherwise
/// a seed makes them.
/// </remarks>
public static class ModelBasedTest
{
    /// <summary>Runs steps made from a seed.</summary>
    /// <exception cref="ConformanceException">Container and model differ; the message has the seed and the last steps.</exception>
    public static async Task RunAsync(IContainerFixture fixture, int seed, int steps = 200, CancellationToken cancellationToken = default)
    {
        try
        {
            await RunAsync(fixture, ModelOperation.Generate(seed, steps), cancellationToken).ConfigureAwait(false);
        }
        catch (ConformanceException exception)
        {
            throw new ConformanceException($"Seed {seed}, {steps} steps: {exception.Message}", exception);
        }
    }

    /// <summary>Runs the given steps.</summary>
    /// <exception cref="ConformanceException">Container and model differ; the message has the last steps.</exception>
    public static async Task RunAsync(
        IContainerFixture fixture,
        IReadOnlyList<ModelOperation> operations,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        ArgumentNullException.ThrowIfNull(operations);
        ContainerUnderTest subject = await fixture.CreateAsync(new ContainerSetup(), cancellationToken).ConfigureAwait(false);
        await using (subject.ConfigureAwait(false))
        {
            await using (subject.Container.ConfigureAwait(false))
            {
                await subject.Container.InitializeAsync(cancellationToken).ConfigureAwait(false);
                ModelRun run = new(subject, fixture.Traits, cancellationToken);
                await RunStepsAsync(run, operations).ConfigureAwait(false);
            }
        }
    }

    private static async Task RunStepsAsync(ModelRun run, IReadOnlyList<ModelOperation> operations)
    {
        for (int step = 0; step < operations.Count; step++)
        {
            try
            {
                await run.StepAsync(operations[step]).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                string history = string.Join(Environment.NewLine, run.History.TakeLast(25).Select(line => $"  {line}"));
                throw new ConformanceException(
                    $"step {step + 1} of {operations.Count}: {exception.Message}{Environment.NewLine}The last steps:{Environment.NewLine}{history}",
                    exception);
            }
        }
    }
}
