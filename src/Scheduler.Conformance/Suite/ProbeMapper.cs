using System.Collections.Immutable;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>Stores probes in typed columns, as an emitted mapper would.</summary>
/// <param name="table">The table; each test has one of its own.</param>
public sealed class ProbeMapper(string table) : TaskMapper<ProbeTask, ProbeResult>
{
    /// <inheritdoc/>
    public override string Table { get; } = table;

    /// <inheritdoc/>
    public override ImmutableArray<TaskColumn> TaskColumns { get; } =
    [
        new("number", nameof(ProbeTask.Number), ColumnKind.Int32),
        new("text", nameof(ProbeTask.Text), ColumnKind.Text) { IsNullable = true, HasDefault = true },
    ];

    /// <inheritdoc/>
    public override ImmutableArray<TaskColumn> ResultColumns { get; } =
    [
        new("result_number", nameof(ProbeResult.Number), ColumnKind.Int32),
        new("result_text", nameof(ProbeResult.Text), ColumnKind.Text) { IsNullable = true, HasDefault = true },
    ];

    /// <inheritdoc/>
    public override void WriteTask(ProbeTask task, ColumnWriter writer)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteInt32(task.Number);
        writer.WriteText(task.Text);
    }

    /// <inheritdoc/>
    public override ProbeTask ReadTask(ColumnReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new ProbeTask(reader.GetInt32(0), reader.IsNull(1) ? null : reader.GetText(1));
    }

    /// <inheritdoc/>
    public override void WriteResult(ProbeResult? result, ColumnWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (result is null)
        {
            writer.WriteNull();
            writer.WriteNull();
            return;
        }

        writer.WriteInt32(result.Number);
        writer.WriteText(result.Text);
    }

    /// <inheritdoc/>
    public override ProbeResult? ReadResult(ColumnReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.IsNull(0) ? null : new ProbeResult(reader.GetInt32(0), reader.IsNull(1) ? null : reader.GetText(1));
    }
}
