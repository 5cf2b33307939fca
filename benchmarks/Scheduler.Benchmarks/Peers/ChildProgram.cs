using System.ComponentModel;
using System.Diagnostics;
using GeneratedScheduler.Benchmarks.Systems;
using Npgsql;

namespace GeneratedScheduler.Benchmarks.Peers;

/// <summary>Runs another program to its end. It finds the benchmark's database by PostgreSQL's own environment variables.</summary>
internal static class ChildProgram
{
    /// <returns>What it printed.</returns>
    /// <exception cref="PeerFailedException">It could not be started, failed, or took too long.</exception>
    public static async Task<string> RunAsync(string file, string[] arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using Process process = Start(file, arguments);
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(timeout);
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(late.Token);
            string printed = await process.StandardOutput.ReadToEndAsync(late.Token);
            await process.WaitForExitAsync(late.Token);
            return process.ExitCode == 0 ? printed : throw new PeerFailedException($"{Path.GetFileName(file)} ended with {process.ExitCode}: {await errors}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PeerFailedException($"it took longer than {timeout.TotalSeconds:N0} s");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(string file, string[] arguments)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (PostgreSqlServer.IsThere)
        {
            TellServer(start);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new PeerFailedException(failure.Message);
        }
    }

    private static void TellServer(ProcessStartInfo start)
    {
        NpgsqlConnectionStringBuilder settings = new(PostgreSqlServer.ConnectionString);
        start.Environment["PGHOST"] = settings.Host;
        start.Environment["PGPORT"] = $"{settings.Port}";
        start.Environment["PGUSER"] = settings.Username;
        start.Environment["PGPASSWORD"] = settings.Password;
        start.Environment["PGDATABASE"] = settings.Database;
    }
}
