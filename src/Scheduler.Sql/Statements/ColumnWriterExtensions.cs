using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>What <see cref="ColumnWriter"/> lacks for framework columns that may be empty.</summary>
internal static class ColumnWriterExtensions
{
    public static void WriteInt64(this ColumnWriter writer, long? value)
    {
        if (value is { } there)
        {
            writer.WriteInt64(there);
        }
        else
        {
            writer.WriteNull();
        }
    }

    public static void WriteInt32(this ColumnWriter writer, int? value)
    {
        if (value is { } there)
        {
            writer.WriteInt32(there);
        }
        else
        {
            writer.WriteNull();
        }
    }
}
