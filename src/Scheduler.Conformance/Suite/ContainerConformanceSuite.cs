using GeneratedScheduler.Conformance.Cases;

namespace GeneratedScheduler.Conformance;

/// <summary>Everything that a task container must do, as a list of cases.</summary>
/// <remarks>
/// The suite knows no test framework. With xunit it is one theory:
/// <code>
/// private static readonly ContainerConformanceSuite Suite = new(new MyFixture());
///
/// public static TheoryData&lt;string&gt; Names => [.. Suite.Cases.Select(c => c.Name)];
///
/// [Theory, MemberData(nameof(Names))]
/// public async Task Conforms(string name)
/// {
///     ConformanceCase it = Suite[name];
///     Assert.SkipWhen(it.SkipReason is not null, it.SkipReason ?? "");
///     await it.RunAsync(TestContext.Current.CancellationToken);
/// }
/// </code>
/// Cases are independent of each other and may run in parallel.
/// </remarks>
public sealed class ContainerConformanceSuite
{
    private readonly Dictionary<string, ConformanceCase> _byName;

    /// <summary>Makes the suite for one kind of container.</summary>
    public ContainerConformanceSuite(IContainerFixture fixture)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        Fixture = fixture;
        Cases = [.. CaseCatalog.All.Select(c => new ConformanceCase(this, c.Subject, c.Definition))];
        _byName = Cases.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    /// <summary>Makes the containers.</summary>
    public IContainerFixture Fixture { get; }

    /// <summary>All cases, also those that the fixture cannot run.</summary>
    public IReadOnlyList<ConformanceCase> Cases { get; }

    /// <summary>The case of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ConformanceCase this[string name] => _byName[name];

    /// <summary>How long one case may take, in real time, before the container is taken to hang; a minute by default.</summary>
    public TimeSpan CaseTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many tasks the cases with many threads send through the container; 2,000 by default.</summary>
    public int ParallelTasks { get; init; } = 2_000;

    /// <summary>Runs all cases one after the other and tells how they ended; for use without a test framework.</summary>
    public async Task<IReadOnlyList<ConformanceVerdict>> RunAllAsync(CancellationToken cancellationToken = default)
    {
        List<ConformanceVerdict> verdicts = [];
        foreach (ConformanceCase one in Cases)
        {
            verdicts.Add(await JudgeAsync(one, cancellationToken).ConfigureAwait(false));
        }

        return verdicts;
    }

    private static async Task<ConformanceVerdict> JudgeAsync(ConformanceCase one, CancellationToken cancellationToken)
    {
        if (one.SkipReason is not null)
        {
            return new ConformanceVerdict(one, null);
        }

        try
        {
            await one.RunAsync(cancellationToken).ConfigureAwait(false);
            return new ConformanceVerdict(one, null);
        }
        catch (ConformanceException failure)
        {
            return new ConformanceVerdict(one, failure);
        }
    }
}

/// <summary>How a case ended.</summary>
/// <param name="Case">The case.</param>
/// <param name="Failure">Which promise was broken; <see langword="null"/> if it passed or was skipped.</param>
public sealed record ConformanceVerdict(ConformanceCase Case, ConformanceException? Failure)
{
    /// <summary>Whether it was not run; the reason is in <see cref="ConformanceCase.SkipReason"/>.</summary>
    public bool IsSkipped => Case.SkipReason is not null;
}
