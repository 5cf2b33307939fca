using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GeneratedScheduler.Reliability.Stores;

/// <summary>Stands between workers and a server, and can stop to forward without closing: what a cut cable or a lost firewall state does.</summary>
internal sealed class HalfOpenProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<Link, bool> _links = new();
    private readonly int _serverPort;

    public HalfOpenProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Freeze(Random random)
    {
        foreach (Link link in _links.Keys)
        {
            link.IsFrozen |= random.Next(2) == 0;
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
        foreach (Link link in _links.Keys)
        {
            link.Dispose();
        }

        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        CancellationToken ending = _ending.Token;
        while (!ending.IsCancellationRequested)
        {
            try
            {
                Socket client = await _listener.AcceptSocketAsync(ending).ConfigureAwait(false);
                _ = ServeAsync(client, ending);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client was killed before it was accepted, or the run is over.
            }
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken ending)
    {
        using Link link = new(client);
        _links[link] = true;
        try
        {
            await link.Server.ConnectAsync(IPAddress.Loopback, _serverPort, ending).ConfigureAwait(false);
            Task there = link.ForwardAsync(link.Client, link.Server, ending);
            Task back = link.ForwardAsync(link.Server, link.Client, ending);
            await Task.WhenAny(there, back).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The server is down; closing the client says so.
        }
        finally
        {
            _links.TryRemove(link, out _);
        }
    }

    private sealed class Link(Socket client) : IDisposable
    {
        private volatile bool _isFrozen;

        public Socket Client => client;

        public Socket Server { get; } = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public bool IsFrozen
        {
            get => _isFrozen;
            set => _isFrozen = value;
        }

        public async Task ForwardAsync(Socket from, Socket to, CancellationToken ending)
        {
            byte[] buffer = new byte[64 * 1024];
            try
            {
                while (true)
                {
                    int count = await from.ReceiveAsync(buffer, ending).ConfigureAwait(false);
                    if (_isFrozen)
                    {
                        // Neither side hears anything again, not even that the other closed.
                        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ending).ConfigureAwait(false);
                    }

                    if (count == 0)
                    {
                        return;
                    }

                    await to.SendAsync(buffer.AsMemory(0, count), ending).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side is gone; the other is told by being closed.
            }
        }

        public void Dispose()
        {
            client.Dispose();
            Server.Dispose();
        }
    }
}
