using System.Collections.Concurrent;
using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>
/// Tells other processes that there is something to claim, and hears it from them, by NOTIFY and LISTEN. A hint only: polling stands behind it.
/// </summary>
/// <remarks>
/// NOTIFY makes its transaction take a lock that is one for the whole server, so it never is a part of an add, and a table is announced at
/// most once in <see cref="Pause"/>, however many tasks are added.
/// </remarks>
internal sealed class PostgreSqlNotifier(PostgreSqlConnections connections) : IAsyncDisposable
{
    private const string Channel = "generated_scheduler";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(1);

    // Nothing comes through a connection that was cut without a word, and nothing else would ever show it.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    // So that a process does not wake itself: who added the tasks here has told those who wait here.
    private readonly string _me = Guid.NewGuid().ToString("N");
    private readonly Watchers _watchers = new();
    private readonly ConcurrentDictionary<string, Announcer> _announcers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private Task? _listening;

    public IDisposable Watch(string table, Action signal)
    {
        IDisposable watch = _watchers.Add(table, signal);
        if (connections.MayListen)
        {
            lock (_lock)
            {
                // It outlives whoever happens to watch first, so nothing of theirs may flow with it.
                using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
                _listening ??= Task.Run(ListenAsync);
            }
        }

        return watch;
    }

    public void Announce(string table)
    {
        _watchers.Signal(table);
        _announcers.GetOrAdd(table, static (name, me) => new Announcer(me, name), this).Ask();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_listening is { } listening)
        {
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stopping.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection connection = await connections.OpenAsync(_stopping.Token).ConfigureAwait(false);
                connection.Notification += (_, told) => Hear(told.Payload);
                await using (NpgsqlCommand listen = new($"LISTEN {Channel}", connection))
                {
                    await listen.ExecuteNonQueryAsync(_stopping.Token).ConfigureAwait(false);
                }

                // What was told while nobody listened.
                _watchers.SignalAll();
                await using NpgsqlCommand ask = new("SELECT 1", connection);
                while (true)
                {
                    if (!await connection.WaitAsync(LongestSilence, _stopping.Token).ConfigureAwait(false))
                    {
                        await ask.ExecuteScalarAsync(_stopping.Token).ConfigureAwait(false);
                    }
                }
            }
            catch (Exception)
            {
                // The server is away, or we stop. Polling goes on meanwhile, and the loops of the scheduler report what they meet.
                await Task.Delay(ReconnectPause, TimeProvider.System, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Hear(string payload)
    {
        int end = payload.IndexOf(' ', StringComparison.Ordinal);
        if (end > 0 && payload[..end] != _me)
        {
            _watchers.Signal(payload[(end + 1)..]);
        }
    }

    private async Task NotifyAsync(string table)
    {
        try
        {
            await using NpgsqlConnection connection = await connections.OpenAsync(_stopping.Token).ConfigureAwait(false);
            await using NpgsqlCommand notify = new("SELECT pg_notify($1, $2)", connection);
            notify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Channel });
            notify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{_me} {table}" });
            await notify.ExecuteNonQueryAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A hint that does not arrive; others poll.
        }
    }

    /// <summary>Tells of one table, now, and once more after the pause if it was asked to meanwhile.</summary>
    private sealed class Announcer(PostgreSqlNotifier notifier, string table)
    {
        private const int Idle = 0;
        private const int Busy = 1;
        private const int Again = 2;

        private int _state;

        public void Ask()
        {
            if (Interlocked.CompareExchange(ref _state, Again, Busy) == Idle && Interlocked.CompareExchange(ref _state, Busy, Idle) == Idle)
            {
                _ = TellAsync();
            }
        }

        private async Task TellAsync()
        {
            do
            {
                Volatile.Write(ref _state, Busy);
                await notifier.NotifyAsync(table).ConfigureAwait(false);
                await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
            }
            while (Interlocked.CompareExchange(ref _state, Idle, Busy) != Busy && !notifier._stopping.IsCancellationRequested);
        }
    }
}
