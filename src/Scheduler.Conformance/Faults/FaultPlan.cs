using System.Collections.Concurrent;

namespace GeneratedScheduler.Conformance;

/// <summary>Decides for each call of a faulty wrapper what goes wrong with it, and counts.</summary>
/// <remarks>Safe for concurrent use. One plan may drive several wrappers.</remarks>
public sealed class FaultPlan
{
    private readonly Func<string, FaultKind> _decide;
    private readonly ConcurrentDictionary<FaultKind, int> _injected = new();
    private volatile bool _enabled = true;

    private FaultPlan(Func<string, FaultKind> decide) => _decide = decide;

    /// <summary>What a delayed call waits for, such as a signal or a delay by a fake clock; by default it only gives up its thread once.</summary>
    public Func<CancellationToken, Task> Delay { get; set; } = static async _ => await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    /// <summary>Whether faults are injected. Turn it off to let a system come to rest.</summary>
    public bool Enabled
    {
        get => _enabled;
        set => _enabled = value;
    }

    /// <summary>How many faults were injected in all.</summary>
    public int TotalInjected => _injected.Values.Sum();

    /// <summary>Lets a function decide; it is given the name of the method.</summary>
    public static FaultPlan From(Func<string, FaultKind> decide)
    {
        ArgumentNullException.ThrowIfNull(decide);
        return new FaultPlan(decide);
    }

    /// <summary>Injects the faults in their order, one for each call of <paramref name="operation"/>; then none.</summary>
    /// <param name="operation">The name of the method, such as <c>nameof(ITaskContainer&lt;T, R&gt;.ApplyAsync)</c>.</param>
    /// <param name="faults">The faults; <see cref="FaultKind.None"/> lets a call through.</param>
    public static FaultPlan Script(string operation, params ReadOnlySpan<FaultKind> faults)
    {
        ConcurrentQueue<FaultKind> script = new(faults.ToArray());
        return new FaultPlan(called =>
            string.Equals(called, operation, StringComparison.Ordinal) && script.TryDequeue(out FaultKind next) ? next : FaultKind.None);
    }

    /// <summary>Injects faults at random. One seed gives one sequence of decisions; which call gets which depends on their order.</summary>
    public static FaultPlan Random(int seed, FaultRates rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        Lock gate = new();
        SplitMix numbers = new(seed);
        return new FaultPlan(_ =>
        {
            lock (gate)
            {
                return rates.Pick(numbers.NextFraction());
            }
        });
    }

    /// <summary>How many faults of a kind were injected.</summary>
    public int Injected(FaultKind kind) => _injected.GetValueOrDefault(kind);

    internal async ValueTask<T> RunAsync<T>(
        string operation, Func<ValueTask<T>> call, Func<ValueTask> repeat, CancellationToken cancellationToken)
    {
        FaultKind fault = Next(operation);
        if (fault == FaultKind.ThrowBefore)
        {
            throw new InjectedFaultException(operation, fault);
        }

        if (fault == FaultKind.Delay)
        {
            await Delay(cancellationToken).ConfigureAwait(false);
        }

        T answer = await call().ConfigureAwait(false);
        if (fault == FaultKind.Duplicate)
        {
            await RepeatAsync(repeat).ConfigureAwait(false);
        }

        return fault == FaultKind.ThrowAfter ? throw new InjectedFaultException(operation, fault) : answer;
    }

    internal async ValueTask RunAsync(
        string operation, Func<ValueTask> call, Func<ValueTask> repeat, CancellationToken cancellationToken) =>
        await RunAsync(operation, () => WithoutAnswerAsync(call), repeat, cancellationToken).ConfigureAwait(false);

    private static async ValueTask<bool> WithoutAnswerAsync(Func<ValueTask> call)
    {
        await call().ConfigureAwait(false);
        return true;
    }

    private static async ValueTask RepeatAsync(Func<ValueTask> repeat)
    {
        try
        {
            await repeat().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SchedulerException or OperationCanceledException)
        {
            // Nobody waits for the second answer; that it is a refusal is the usual case.
        }
    }

    private FaultKind Next(string operation)
    {
        FaultKind fault = _enabled ? _decide(operation) : FaultKind.None;
        if (fault != FaultKind.None)
        {
            _injected.AddOrUpdate(fault, 1, static (_, count) => count + 1);
        }

        return fault;
    }
}
