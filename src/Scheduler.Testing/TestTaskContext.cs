using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GeneratedScheduler.Testing;

/// <summary>A context for unit tests of task methods: everything can be chosen, and what the method reports is kept.</summary>
/// <example>
/// <code>
/// using TestTaskContext context = new(attempt: 2);
/// await Videos.Cut("in.mp4", context);
/// Assert.Equal(1, context.Reports[^1].Fraction);
/// </code>
/// </example>
public sealed class TestTaskContext : TaskContext, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<TaskProgress> _reports = [];
    private readonly CancellationTokenSource _cancellation;

    /// <summary>Makes a context; what is left out is that of a new task in its only attempt.</summary>
    /// <param name="id">The task; a new id by default.</param>
    /// <param name="name">The name of the kind of task.</param>
    /// <param name="attempt">Which attempt it is; the first is 1.</param>
    /// <param name="maxAttempts">How many attempts there are.</param>
    /// <param name="claimToken">The token of the claim.</param>
    /// <param name="logger">Receives what the method logs; what is logged is lost by default.</param>
    /// <param name="services">The services of the run; none by default.</param>
    /// <param name="cancellationToken">Cancels the run, as <see cref="Cancel"/> does.</param>
    public TestTaskContext(
        TaskId? id = null,
        string name = "test",
        int attempt = 1,
        int maxAttempts = 1,
        long claimToken = 1,
        ILogger? logger = null,
        IServiceProvider? services = null,
        CancellationToken cancellationToken = default)
    {
        Id = id ?? TaskId.New();
        Name = name;
        Attempt = attempt;
        MaxAttempts = maxAttempts;
        ClaimToken = claimToken;
        Logger = logger ?? NullLogger.Instance;
        Services = services ?? NoServices.Instance;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <inheritdoc/>
    public override TaskId Id { get; }

    /// <inheritdoc/>
    public override IDictionary<string, object?> Items { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Attempt { get; }

    /// <inheritdoc/>
    public override int MaxAttempts { get; }

    /// <inheritdoc/>
    public override long ClaimToken { get; }

    /// <inheritdoc/>
    public override CancellationToken CancellationToken => _cancellation.Token;

    /// <inheritdoc/>
    public override ILogger Logger { get; }

    /// <inheritdoc/>
    public override IServiceProvider Services { get; }

    /// <summary>What was reported, in its order.</summary>
    public IReadOnlyList<TaskProgress> Reports
    {
        get
        {
            lock (_lock)
            {
                return [.. _reports];
            }
        }
    }

    /// <summary>Does what a stop or a timeout would do to the run.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public override T GetInstance<T>(Func<IServiceProvider, T> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return Services.GetService(typeof(T)) as T ?? create(Services);
    }

    /// <inheritdoc/>
    public override void ReportProgress(double fraction, string? message = null)
    {
        if (fraction is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A fraction is from 0 to 1.");
        }

        lock (_lock)
        {
            _reports.Add(new TaskProgress(fraction, message));
        }
    }

    /// <summary>Disposes what <see cref="CancellationToken"/> comes from.</summary>
    public void Dispose() => _cancellation.Dispose();

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
