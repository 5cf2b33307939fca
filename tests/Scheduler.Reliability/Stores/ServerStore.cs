using System.Data.Common;
using System.Globalization;

namespace GeneratedScheduler.Reliability.Stores;

/// <summary>A server of this run alone, with its durable settings; workers reach it through a proxy.</summary>
internal abstract class ServerStore(string server, string folder) : Store
{
    private readonly ServerScript _server = new(server, folder);
    private HalfOpenProxy? _proxy;

    public override string WorkerConnection => With(("Port", _proxy!.Port.ToString(CultureInfo.InvariantCulture)), (ConnectTimeout, "3"));

    /// <summary>The key of the connection string that bounds how long connecting may take, in seconds.</summary>
    protected abstract string ConnectTimeout { get; }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Connection = await _server.StartAsync().ConfigureAwait(false);
        object port = new DbConnectionStringBuilder { ConnectionString = Connection }["Port"];
        _proxy = new HalfOpenProxy(Convert.ToInt32(port, CultureInfo.InvariantCulture));
    }

    public override async Task RestartAsync()
    {
        await _server.KillAsync().ConfigureAwait(false);
        await _server.StartAsync().ConfigureAwait(false);
    }

    public override void CutHalfOpen(Random random) => _proxy!.Freeze(random);

    public override async ValueTask DisposeAsync()
    {
        _proxy?.Dispose();
        await _server.StopAsync().ConfigureAwait(false);
    }

    /// <summary>The connection string with other settings.</summary>
    protected string With(params ReadOnlySpan<(string Key, string Value)> settings)
    {
        DbConnectionStringBuilder builder = new() { ConnectionString = Connection };
        foreach ((string key, string value) in settings)
        {
            builder[key] = value;
        }

        return builder.ConnectionString;
    }
}
