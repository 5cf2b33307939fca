using System.Runtime.InteropServices;

namespace GeneratedScheduler.Reliability.Faults;

/// <summary>Signals to processes that the harness started.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Sends a signal; one to a process that is gone does nothing.</summary>
    public static void Send(int process, int signal) => _ = SendSignal(process, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);
}
