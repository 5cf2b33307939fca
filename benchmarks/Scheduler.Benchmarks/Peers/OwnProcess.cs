using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GeneratedScheduler.Benchmarks.Peers;

/// <summary>This program once more, as a child process.</summary>
internal static class OwnProcess
{
    /// <returns>What it printed.</returns>
    /// <exception cref="PeerFailedException">It failed, or took too long.</exception>
    public static Task<string> RunAsync(string[] arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // The program is either a file of its own, or one that 'dotnet' runs.
        string file = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(file) == "dotnet";
        return ChildProgram.RunAsync(file, isHost ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments, timeout, cancellationToken);
    }

    /// <summary>Reads the one line that it printed.</summary>
    public static T Read<T>(string printed, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(printed.Trim().Split('\n')[^1], type)!;
        }
        catch (JsonException)
        {
            throw new PeerFailedException($"it printed no figures, but: {printed}");
        }
    }
}
