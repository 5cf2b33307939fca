using System.Globalization;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>The present start of the machine. Its monotonic clock is the same for all processes until the next one.</summary>
internal static class MachineStart
{
    /// <summary>Names it, together with the time namespace of the process; <see langword="null"/> where the system has no such name.</summary>
    public static string? Name { get; } = FindName();

    /// <summary>For how long the machine has been suspended since, in milliseconds; 0 where that is not known, and for other clocks than the system's.</summary>
    public static long Slept(TimeProvider time)
    {
        if (!ReferenceEquals(time, TimeProvider.System) || TryRead("/proc/uptime") is not { } text)
        {
            return 0;
        }

        // Counts the time in which the machine was suspended; the monotonic clock does not.
        return decimal.TryParse(text.Split(' ')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)
            ? (long)(seconds * 1_000) - (time.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMillisecond)
            : 0;
    }

    private static string? FindName()
    {
        if (!OperatingSystem.IsLinux() || TryRead("/proc/sys/kernel/random/boot_id")?.Trim() is not { Length: > 0 } id)
        {
            return null;
        }

        try
        {
            return new FileInfo("/proc/self/ns/time").LinkTarget is { } space ? $"{id} {space}" : id;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return id;
        }
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
