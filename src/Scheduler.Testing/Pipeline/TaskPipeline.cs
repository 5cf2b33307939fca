using GeneratedScheduler.Actuators;
using Microsoft.Extensions.Time.Testing;

namespace GeneratedScheduler.Testing;

/// <summary>Runs a task as a scheduler does, from enqueuing to its end, and tells everything that happened.</summary>
public static class TaskPipeline
{
    /// <summary>Enqueues a task, has it claimed, run and retried until it has ended, in memory and on a clock of its own that passes at once.</summary>
    /// <typeparam name="TTask">The payload.</typeparam>
    /// <typeparam name="TResult">What the task returns.</typeparam>
    /// <param name="definition">The kind of task: <c>CreateDefinition()</c> of the emitted scheduler.</param>
    /// <param name="task">The payload.</param>
    /// <param name="configure">
    /// Changes options, such as <c>MaxAttempts</c> and <c>Services</c>, or sets an actuator or a persister. The clock and the container are set afterwards.
    /// </param>
    /// <param name="options">The options of the task; <see langword="null"/> for nothing special.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How the task ended, with its attempts and everything that it reported.</returns>
    /// <remarks>
    /// Failures are in the answer and not thrown. The clock is a <see cref="FakeTimeProvider"/> that begins on 2000-01-01; a task that waits for it by itself,
    /// or that is to run into its timeout, needs a <see cref="FakeTimeRunner"/> whose clock the test moves.
    /// </remarks>
    /// <exception cref="TimeoutException">The task did not end within 30 seconds of real time.</exception>
    /// <exception cref="SchedulerConfigurationException">The setup cannot work, for instance because a service is missing.</exception>
    /// <exception cref="InvalidTaskException">An option of the task cannot be accepted.</exception>
    /// <exception cref="TaskRejectedException">The actuator refuses the payload.</exception>
    /// <example>
    /// <code>
    /// PipelineRun&lt;int&gt; run = await TaskPipeline.RunAsync(SumScheduler.CreateDefinition(), new SumTask(1, 2));
    /// Assert.Equal(3, run.Result);
    /// Assert.Single(run.Attempts);
    /// </code>
    /// </example>
    public static async Task<PipelineRun<TResult>> RunAsync<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition,
        TTask task,
        Action<SchedulerSetup<TTask, TResult>>? configure = null,
        EnqueueOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        FakeTimeRunner runner = new();
        PipelineJournal<TTask, TResult> journal = new(runner.Clock);
        SchedulerSetup<TTask, TResult> setup = new(Reporting(definition, journal));
        configure?.Invoke(setup);
        setup.Actuator = setup.Actuator is { } actuator ? Reporting(actuator, journal) : null;
        setup.Container = new WatchedContainer<TTask, TResult>(TestContainers.Make<TTask, TResult>(runner.Clock), journal);
        runner.Drive(setup);

        Scheduler<TTask, TResult> scheduler = new(setup);
        await using (scheduler.ConfigureAwait(false))
        {
            scheduler.Start();
            DateTimeOffset began = runner.Clock.GetUtcNow();
            TaskHandle<TResult> handle = await scheduler.EnqueueAsync(task, options, cancellationToken).ConfigureAwait(false);
            await runner.RunAllAsync(cancellationToken).ConfigureAwait(false);
            return new PipelineRun<TResult>
            {
                Id = handle.Id,
                Outcome = await handle.Outcome.WaitAsync(runner.Timeout, TimeProvider.System, cancellationToken).ConfigureAwait(false),
                Attempts = journal.Attempts,
                Progress = journal.Progress,
                Elapsed = runner.Clock.GetUtcNow() - began,
            };
        }
    }

    // Made where the scheduler makes it, after it has checked that the services are there.
    private static TaskDefinition<TTask, TResult> Reporting<TTask, TResult>(
        TaskDefinition<TTask, TResult> definition, PipelineJournal<TTask, TResult> journal) =>
        definition.CreateActuator is { } create
            ? definition.WithActuator(services => Reporting(create(services), journal), definition.NeedsServices, definition.Services)
            : definition;

    private static ITaskActuator<TTask, TResult> Reporting<TTask, TResult>(
        ITaskActuator<TTask, TResult> actuator, PipelineJournal<TTask, TResult> journal)
    {
        if (actuator is not FunctionActuator<TTask, TResult> function)
        {
            return actuator;
        }

        journal.RunsReport = true;
        return new ReportingActuator<TTask, TResult>(function, journal.Reported);
    }
}
