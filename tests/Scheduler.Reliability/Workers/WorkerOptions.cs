using System.Globalization;
using GeneratedScheduler.Reliability.Stores;

namespace GeneratedScheduler.Reliability.Workers;

/// <summary>What a worker is told by the harness.</summary>
internal sealed record WorkerOptions(string Store, string Connection, int Serial, string Log, TimeSpan Shift, TimeSpan Lease, int MaxLosses)
{
    /// <summary>How long a failed task waits before its next attempt.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromMilliseconds(50);

    public static WorkerOptions Parse(Arguments arguments) => new(
        arguments.Text("store"),
        arguments.Text("connection"),
        arguments.Number("serial", 0),
        arguments.Text("log"),
        arguments.Seconds("shift", 0),
        arguments.Seconds("lease", 2),
        arguments.Number("max-losses", 3))
    {
        Retry = arguments.Seconds("retry", 0.05),
    };

    public IEnumerable<string> ToArguments() =>
    [
        "worker",
        "--store", Store,
        "--connection", Connection,
        "--serial", Invariant(Serial),
        "--log", Log,
        "--shift", Invariant(Shift.TotalSeconds),
        "--lease", Invariant(Lease.TotalSeconds),
        "--max-losses", Invariant(MaxLosses),
        "--retry", Invariant(Retry.TotalSeconds),
    ];

    public OpenedContainer OpenContainer(TimeProvider clock) => StoreKinds.Open(Store, Connection, clock);

    private static string Invariant(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
