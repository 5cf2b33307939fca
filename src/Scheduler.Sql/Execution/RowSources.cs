using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>One row of parameters, written by a function.</summary>
internal sealed class ParameterRow(Action<ColumnWriter> write) : IRowSource
{
    public int Count => 1;

    public void Write(int row, ColumnWriter writer) => write(writer);
}

/// <summary>Rows that are only ids.</summary>
internal sealed class IdRows(ReadOnlyMemory<TaskId> ids) : IRowSource
{
    public int Count => ids.Length;

    public void Write(int row, ColumnWriter writer) => writer.WriteGuid(ids.Span[row].Value);
}

/// <summary>Rows of claims: id and token.</summary>
internal sealed class ClaimRows(ReadOnlyMemory<ClaimKey> claims) : IRowSource
{
    public int Count => claims.Length;

    public void Write(int row, ColumnWriter writer)
    {
        writer.WriteGuid(claims.Span[row].Id.Value);
        writer.WriteInt64(claims.Span[row].ClaimToken);
    }
}

/// <summary>Rows of callbacks: id, token, progress and its message, and an end as JSON.</summary>
internal sealed class CallbackRows(ReadOnlyMemory<RelayedCallback> callbacks) : IRowSource
{
    public int Count => callbacks.Length;

    public void Write(int row, ColumnWriter writer)
    {
        RelayedCallback callback = callbacks.Span[row];
        writer.WriteGuid(callback.Id.Value);
        writer.WriteInt64(callback.StartToken);
        if (callback.Progress is { } progress)
        {
            writer.WriteDouble(progress.Fraction);
            writer.WriteText(Texts.Storable(progress.Message));
        }
        else
        {
            writer.WriteNull();
            writer.WriteNull();
        }

        writer.WriteText(callback.End);
    }
}

/// <summary>Some of the rows of another source.</summary>
internal sealed class RowRange(IRowSource rows, int first, int count) : IRowSource
{
    public int Count => count;

    public void Write(int row, ColumnWriter writer) => rows.Write(first + row, writer);
}

/// <summary>Rows of texts.</summary>
internal sealed class TextRows(IReadOnlyList<string> texts) : IRowSource
{
    public int Count => texts.Count;

    public void Write(int row, ColumnWriter writer) => writer.WriteText(texts[row]);
}

/// <summary>Parameters that several statements have.</summary>
internal static class Parameters
{
    /// <summary>Who holds tasks, for how long, and under which limit of all schedulers together.</summary>
    public static ParameterRow Holder(ClaimantId claimant, TimeSpan lease, int? clusterLimit = null) => new(writer =>
    {
        writer.WriteGuid(claimant.Value);
        writer.WriteInt64(lease.Ticks);
        if (clusterLimit is { } limit)
        {
            writer.WriteInt32(limit);
        }
    });
}
