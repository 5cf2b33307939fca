namespace GeneratedScheduler.Conformance;

/// <summary>One promise of the container contract, and how it is checked.</summary>
public sealed class ConformanceCase
{
    private readonly ContainerConformanceSuite _suite;
    private readonly CaseDefinition _definition;

    internal ConformanceCase(ContainerConformanceSuite suite, string subject, CaseDefinition definition)
    {
        _suite = suite;
        _definition = definition;
        Subject = subject;
    }

    /// <summary>The part of the contract, such as <c>Claiming</c>.</summary>
    public string Subject { get; }

    /// <summary>The promise, unique in the suite, such as <c>Claiming: a claimed task is not claimed again</c>.</summary>
    public string Name => $"{Subject}: {_definition.Promise}";

    /// <summary>Why the case cannot be run with the fixture; <see langword="null"/> if it can.</summary>
    public string? SkipReason
    {
        get
        {
            ContainerTraits missing = _definition.Needs & ~_suite.Fixture.Traits;
            return missing == ContainerTraits.None ? null : $"The fixture does not have: {missing}.";
        }
    }

    /// <summary>Runs the case on a fresh container.</summary>
    /// <exception cref="ConformanceException">The container breaks the promise.</exception>
    /// <exception cref="InvalidOperationException">The case is to be skipped; see <see cref="SkipReason"/>.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (SkipReason is { } reason)
        {
            throw new InvalidOperationException($"{Name}: {reason} Look at SkipReason before running a case.");
        }

        using CancellationTokenSource giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // On another thread, so that a container that blocks its caller is caught, too.
            await Task.Run(() => RunOnFreshContainerAsync(giveUp.Token), cancellationToken)
                .WaitAsync(_suite.CaseTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (ConformanceException exception)
        {
            throw new ConformanceException($"{Name}: {exception.Message}", exception);
        }
        catch (TimeoutException exception)
        {
            throw new ConformanceException($"{Name}: it did not end within {_suite.CaseTimeout}.", exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConformanceException($"{Name}: {exception.GetType().Name} was not expected: {exception.Message}", exception);
        }
        finally
        {
            await giveUp.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private async Task RunOnFreshContainerAsync(CancellationToken cancellationToken)
    {
        ContainerUnderTest subject = await _suite.Fixture.CreateAsync(_definition.Setup, cancellationToken).ConfigureAwait(false);
        await using (subject.ConfigureAwait(false))
        {
            await using (subject.Container.ConfigureAwait(false))
            {
                await subject.Container.InitializeAsync(cancellationToken).ConfigureAwait(false);
                ConformanceRun run = new(subject, _suite.Fixture.Traits, _suite.ParallelTasks, cancellationToken);
                await using (run.ConfigureAwait(false))
                {
                    await _definition.Body(run).ConfigureAwait(false);
                }
            }
        }
    }
}

/// <summary>A case before it belongs to a suite.</summary>
/// <param name="Promise">What the container promises, as the end of a sentence that begins with the subject.</param>
/// <param name="Body">Throws if the promise is broken.</param>
/// <param name="Needs">What the fixture must have.</param>
internal sealed record CaseDefinition(string Promise, Func<ConformanceRun, Task> Body, ContainerTraits Needs = ContainerTraits.None)
{
    public ContainerSetup Setup { get; init; } = new();
}
