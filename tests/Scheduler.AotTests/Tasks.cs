using GeneratedScheduler.Actuators;

namespace GeneratedScheduler.AotTests;

/// <summary>Static methods, one for each way to return.</summary>
public static class Functions
{
    private static int _calls;

    [ScheduledTask("aot.add")]
    public static int Add(int a, int b = 40) => a + b;

    [ScheduledTask("aot.nothing")]
    public static void Nothing() => Interlocked.Increment(ref _calls);

    [ScheduledTask("aot.later")]
    public static async Task<string> LaterAsync(string text, decimal? price, DayOfWeek day, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return FormattableString.Invariant($"{text} {price} {day}");
    }

    [ScheduledTask("aot.echo")]
    public static ValueTask<Guid> EchoAsync(Guid id) => ValueTask.FromResult(id);

    [ScheduledTask("aot.flaky", MaxAttempts = 3, Backoff = Backoff.Fixed, RetryDelay = "00:00:00.001")]
    public static int Flaky(TaskContext context) =>
        context.Attempt < 3 ? throw new InvalidOperationException($"attempt {context.Attempt}") : context.Attempt;

    [ScheduledTask("aot.endless", Timeout = "00:00:00.050")]
    public static Task EndlessAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
}

/// <summary>A service of the application.</summary>
public sealed class Greeting
{
    public string Word { get; init; } = "Hello";
}

/// <summary>An instance method whose class takes a service, and which takes one itself.</summary>
public sealed class Greeter(Greeting greeting)
{
    [ScheduledTask("aot.greet")]
    public string Greet(string name, [Injected] Greeting again) => $"{greeting.Word} {again.Word} {name}";
}

/// <summary>A payload of its own, run by a method.</summary>
[ScheduledTask("aot.square")]
public sealed record Square(int Side);

/// <summary>A payload that is a struct, run elsewhere.</summary>
[ScheduledTask("aot.cube")]
public readonly record struct Cube(int Side);

/// <summary>The actuator of <see cref="Square"/>.</summary>
public static class Squares
{
    [Actuator]
    public static long Measure(Square square) => (long)square.Side * square.Side;
}

/// <summary>The actuator of <see cref="Cube"/>: the work "runs elsewhere" and is polled.</summary>
[Actuator]
public sealed class CubeActuator : ITaskActuator<Cube, long>
{
    public ValueTask<StartResult<long>> StartAsync(Cube task, TaskContext context) =>
        ValueTask.FromResult(StartResult<long>.Started(FormattableString.Invariant($"{task.Side}")));

    public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<Cube>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken)
    {
        statuses.Span.Fill(TaskRunStatus.Succeeded);
        return ValueTask.CompletedTask;
    }

    public ValueTask<long> GetOutputAsync(TaskRun<Cube> run, CancellationToken cancellationToken)
    {
        long side = long.Parse(run.Handle!, System.Globalization.CultureInfo.InvariantCulture);
        return ValueTask.FromResult(side * side * side);
    }

    public ValueTask StopAsync(TaskRun<Cube> run, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
