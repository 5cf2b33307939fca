using System.Globalization;
using System.Text;
using GeneratedScheduler.Benchmarks.Output;

namespace GeneratedScheduler.Benchmarks.Scenarios.Idle;

/// <summary>What was measured, for people: a row for each system.</summary>
internal sealed class IdleTable
{
    private static readonly (string Title, Func<IdleLine, string> Text)[] Columns =
    [
        ("system", static line => line.System),
        ("container", static line => line.Container),
        ("kinds", static line => Number(line.Kinds)),
        ("transactions/s", static line => Number(line.TransactionsPerSecond, "N1")),
        ("statements/s", static line => Number(line.StatementsPerSecond, "N1")),
        ("connections", static line => Number(line.Connections)),
        ("threads", static line => Number(line.Threads)),
        ("timers", static line => Number(line.Timers)),
        ("CPU ms/s", static line => Number(line.CpuMsPerSecond, "N1")),
        ("start ms", static line => Number(line.StartMs)),
        ("ready ms", static line => Number(line.ReadyMs)),
        ("start empty", static line => Number(line.EmptyStartMs)),
        ("ready empty", static line => Number(line.EmptyReadyMs)),
    ];

    private readonly List<IdleLine> _lines = [];

    public bool HasRows => _lines.Count > 0;

    public void Add(IdleLine line) => _lines.Add(line);

    public override string ToString()
    {
        StringBuilder table = new();
        string[][] rows = [[.. Columns.Select(static column => column.Title)], .. _lines.Select(static line => Columns.Select(column => column.Text(line)).ToArray())];
        int[] widths = [.. Columns.Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            // Names to the left, numbers to the right.
            table.AppendJoin("  ", row.Select((text, column) => column < 2 ? text.PadRight(widths[column]) : text.PadLeft(widths[column]))).Append('\n');
        }

        return table.ToString().TrimEnd('\n');
    }

    private static string Number(double? value, string format = "N0") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
