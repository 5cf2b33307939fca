using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>A server that only one test has, so that it can be stopped: kept by <c>tests/servers.sh</c> in a folder of its own.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scheduler-server-");
    private readonly string _server;
    private readonly string _options;

    private OwnServer(string server, string options)
    {
        (_server, _options) = (server, options);
        if (!OperatingSystem.IsWindows())
        {
            // Servers do not run as root, even if tests do.
            _folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        }
    }

    public string ConnectionString { get; private set; } = "";

    /// <param name="kind">The kind of <see cref="SqlTestStore"/>. Skips or fails as other tests do where there are no servers.</param>
    /// <param name="options">Of MariaDB: more options of the server.</param>
    public static async Task<OwnServer> StartNewAsync(string kind, string options = "")
    {
        bool isPostgreSql = kind == PostgreSqlTestStore.Kind;
        TestServers.Require(isPostgreSql ? TestServers.PostgreSql : TestServers.MySql, kind);
        OwnServer server = new(isPostgreSql ? "postgres" : "mysql", options);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it, at the same address as before.</summary>
    public async Task StartAsync()
    {
        // export SCHEDULER_TEST_…='…'
        string line = await RunAsync("start");
        ConnectionString = line[(line.IndexOf('\'', StringComparison.Ordinal) + 1)..line.LastIndexOf('\'')];
    }

    public Task StopAsync() => RunAsync("stop");

    public async ValueTask DisposeAsync()
    {
        await RunAsync("kill");
        _folder.Delete(recursive: true);
    }

    private async Task<string> RunAsync(string command, [CallerFilePath] string here = "")
    {
        string script = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "servers.sh"));
        ProcessStartInfo start = new("bash", [script, command, _server]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SCHEDULER_TEST_SERVERS"] = _folder.FullName;
        start.Environment["SCHEDULER_TEST_MYSQL_OPTIONS"] = _options;
        using Process process = Process.Start(start)!;

        // Not until the end of the streams: a server that stays may have inherited them.
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        Task<string?> output = process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask();
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0 ? await output ?? "" : throw new InvalidOperationException($"servers.sh {command}: {await errors}");
    }
}
