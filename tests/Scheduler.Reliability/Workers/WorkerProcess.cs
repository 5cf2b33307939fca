using System.Diagnostics;
using GeneratedScheduler.Reliability.Faults;

namespace GeneratedScheduler.Reliability.Workers;

/// <summary>A worker, as the harness sees it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly WorkerOptions _options;

    public WorkerProcess(WorkerOptions options)
    {
        _options = options;
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardError = true };

        // Run by "dotnet program.dll" the executable is dotnet; otherwise it is this program, native or not.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (string argument in options.ToArguments())
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Errors += line.Data is null ? "" : line.Data + "\n";
        _process.BeginErrorReadLine();
    }

    public string Errors { get; private set; } = "";

    public bool IsPaused { get; set; }

    /// <summary>It was killed on purpose, by the harness or by a task.</summary>
    public bool IsKilled { get; set; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The name under which it claims; <see langword="null"/> before it does.</summary>
    public string? Owner => field ??= FirstLines() is [var first, ..] && first.Split(' ') is ["owner", var owner, "0"] ? owner : null;

    /// <summary>It has begun a task, so that there is something to lose.</summary>
    public bool HasBegun => field = field || FirstLines().Count > 1;

    public void Signal(int signal) => Signals.Send(_process.Id, signal);

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks it to finish what it runs and to end.</summary>
    public void Close() => _process.StandardInput.Close();

    public void Dispose() => _process.Dispose();

    private List<string> FirstLines()
    {
        List<string> lines = [];
        if (File.Exists(_options.Log))
        {
            using StreamReader reader = new(new FileStream(_options.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            while (lines.Count < 2 && reader.ReadLine() is { } line)
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}
