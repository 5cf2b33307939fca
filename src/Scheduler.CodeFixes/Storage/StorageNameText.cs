using System.Text;
using GeneratedScheduler.Generators.Parsing;

namespace GeneratedScheduler.CodeFixes.Storage;

/// <summary>Makes valid names of tables and columns out of invalid ones.</summary>
internal static class StorageNameText
{
    /// <summary><c>task_id</c> gives <c>id</c>.</summary>
    /// <returns>A valid name; <see langword="null"/> if nothing can be kept.</returns>
    public static string? ToColumn(string name)
    {
        string kept = Clean(name);
        while (kept.StartsWith(StorageNames.ReservedPrefix, StringComparison.OrdinalIgnoreCase))
        {
            kept = kept.Substring(StorageNames.ReservedPrefix.Length);
        }

        kept = Cut(kept, StorageNames.MaxColumnLength);
        return StorageNames.WhyNoColumn(kept) is null ? kept : null;
    }

    /// <summary>Cuts what is too long, and removes what is not allowed.</summary>
    /// <returns>A valid name; <see langword="null"/> if nothing can be kept.</returns>
    public static string? ToTable(string name)
    {
        string kept = Cut(Clean(name), StorageNames.MaxTableLength);
        return StorageNames.WhyNoTable(kept) is null ? kept : null;
    }

    private static string Clean(string name) => new([.. name.Trim().Where(static c => !char.IsControl(c))]);

    private static string Cut(string name, int bytes)
    {
        string kept = name;
        while (Encoding.UTF8.GetByteCount(kept) > bytes)
        {
            int last = kept.Length > 1 && char.IsLowSurrogate(kept[kept.Length - 1]) ? 2 : 1;
            kept = kept.Substring(0, kept.Length - last);
        }

        return kept.TrimEnd('_');
    }
}
