namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>Whether two paths name one file.</summary>
internal static class SamePath
{
    public static bool Is(string one, string other) => Follow(one) is { } a && Follow(other) is { } b && string.Equals(
        a, b, OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    // SQLite tells the path without links, folders included.
    private static string? Follow(string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        string full = Path.GetFullPath(path);
        string? folder = Path.GetDirectoryName(full);
        string followed = folder is null ? full : Path.Combine(Follow(folder) ?? folder, Path.GetFileName(full));
        FileSystemInfo info = Directory.Exists(followed) ? new DirectoryInfo(followed) : new FileInfo(followed);
        return info.Exists && info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : followed;
    }
}
