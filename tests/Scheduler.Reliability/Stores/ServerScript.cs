using System.Diagnostics;

namespace GeneratedScheduler.Reliability.Stores;

/// <summary>A server that <c>tests/servers.sh</c> keeps in a folder of this run.</summary>
internal sealed class ServerScript(string server, string folder)
{
    private static readonly string Script = FindScript();

    /// <summary>Starts the server and answers its connection string.</summary>
    public async Task<string> StartAsync()
    {
        string output = await RunAsync("start").ConfigureAwait(false);

        // export SCHEDULER_TEST_…='…'
        int begin = output.IndexOf('\'', StringComparison.Ordinal) + 1;
        return output[begin..output.LastIndexOf('\'')];
    }

    /// <summary>Ends the server without a warning, as a power failure would.</summary>
    public Task KillAsync() => RunAsync("kill");

    public Task StopAsync() => RunAsync("stop");

    private async Task<string> RunAsync(string command)
    {
        ProcessStartInfo start = new("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Script);
        start.ArgumentList.Add(command);
        start.ArgumentList.Add(server);
        start.Environment["SCHEDULER_TEST_SERVERS"] = Path.Combine(folder, "servers");
        using Process process = Process.Start(start)!;

        // Not until the end of the streams: a server that stays may have inherited them.
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string?> output = process.StandardOutput.ReadLineAsync();
        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode == 0
            ? await output.ConfigureAwait(false) ?? ""
            : throw new InvalidOperationException($"servers.sh {command} {server}: {await errors.ConfigureAwait(false)}");
    }

    private static string FindScript()
    {
        foreach (string start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
            {
                string path = Path.Combine(at.FullName, "tests", "servers.sh");
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        throw new FileNotFoundException("tests/servers.sh is neither above the current directory nor above the program.");
    }
}
