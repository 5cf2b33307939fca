using System.Diagnostics;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>The one thread that writes to a file for this process. What waits at one moment is committed together.</summary>
/// <remarks>
/// SQLite has one write lock and, when it is to be durable, one wait for the disk per commit. Threads that fought for the lock would
/// each pay for the wait; here they share it. Each of them still succeeds or fails on its own, under a savepoint.
/// </remarks>
internal sealed class SqliteWriter
{
    private const int MaxGroup = 256;
    private static readonly TimeSpan MaxGroupTime = TimeSpan.FromMilliseconds(50);

    private readonly SqliteLocation _location;
    private readonly Func<SqliteClock> _clock;
    private readonly OtherWriters _others;
    private readonly WriteQueue _queue = new();
    private readonly List<PendingWrite> _group = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteSession? _session;
    private WriteTransaction? _transaction;
    private int _isStarted;
    private bool _hasOpened;

    public SqliteWriter(SqliteLocation location, Func<SqliteClock> clock, Watchers watchers)
    {
        _location = location;
        _clock = clock;
        _others = new OtherWriters(watchers);
    }

    /// <summary>Ends after the commit.</summary>
    public async Task WriteAsync(EncodedCall[] calls, CancellationToken cancellationToken)
    {
        PendingWrite write = new(calls);
        Start();
        _queue.Add(write);
        await using (cancellationToken.UnsafeRegister(static (state, token) => ((PendingWrite)state!).Cancel(token), write).ConfigureAwait(false))
        {
            await write.Done.ConfigureAwait(false);
        }
    }

    /// <summary>The same on the calling thread, which needs no other one but the writer's.</summary>
    /// <exception cref="TimeoutException">The writer has not come to it in time. Nothing was written.</exception>
    public void Write(EncodedCall[] calls, TimeSpan timeout)
    {
        PendingWrite write = new(calls);
        Start();
        _queue.Add(write);
        if (!write.Wait(timeout))
        {
            throw new TimeoutException($"The writer of '{_location.Path}' has not come to a call within {timeout}.");
        }
    }

    /// <summary>Somebody watches now, so that other processes have to be looked at.</summary>
    public void Watch()
    {
        Start();
        _queue.Nudge();
    }

    /// <summary>Does what waits, and ends.</summary>
    public Task StopAsync()
    {
        _queue.Close();
        return Volatile.Read(ref _isStarted) != 0 ? _ended.Task : Task.CompletedTask;
    }

    private void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            new Thread(Work) { IsBackground = true, Name = $"SQLite writer: {Path.GetFileName(_location.Path)}", Priority = ThreadPriority.AboveNormal }.Start();
        }
    }

    private void Work()
    {
        while (_queue.Wait(_others.Pause))
        {
            WriteGroup();
            LookAtOthers();
        }

        CloseSession();
        _ended.SetResult();
    }

    private void WriteGroup()
    {
        Exception? failure = null;
        try
        {
            // Taken one by one: what comes while the transaction runs is part of it. Its time begins when it has the lock: whoever has waited long
            // for that has the most to commit.
            long began = 0;
            while (_group.Count < MaxGroup && (began == 0 || Stopwatch.GetElapsedTime(began) < MaxGroupTime) && _queue.TryTake(out PendingWrite? write))
            {
                Write(write!);
                began = began == 0 && _group.Count > 0 ? Stopwatch.GetTimestamp() : began;
            }

            Commit();
        }
#pragma warning disable CA1031 // Whatever it is, those who wait have to learn of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception;
            // What state the connection is in nobody knows; closing it rolls back.
            CloseSession();
        }

        if (failure is not null && _group.Count > 1 && SqliteErrors.Blame(failure) != CallFault.Store)
        {
            WriteApart();
        }
        else
        {
            foreach (PendingWrite write in _group)
            {
                write.Complete(failure);
            }
        }

        _group.Clear();
    }

    // One of them has rolled all of them back, by a trigger that says ROLLBACK or by a constraint that is checked at the commit.
    private void WriteApart()
    {
        foreach (PendingWrite write in _group)
        {
            Exception? failure = null;
            try
            {
                write.Restart();
                Begin();
                _transaction!.Run(write.Calls);
                Commit();
            }
#pragma warning disable CA1031 // Whatever it is, the one who waits for it has to learn of it, and nobody else.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = exception;
                CloseSession();
            }

            write.Complete(failure);
        }
    }

    private void Write(PendingWrite write)
    {
        if (!write.TryStart())
        {
            return;
        }

        _group.Add(write);
        if (_group.Count == 1)
        {
            Begin();
        }

        try
        {
            _transaction!.Run(write.Calls);
        }
        catch (Exception exception) when (!_session!.IsAutoCommit)
        {
            write.Fail(exception);
        }
    }

    private void Begin()
    {
        _session ??= OpenSession();
        _transaction ??= new WriteTransaction(_session);
        WriteLock.Take(_session, _location.BusyTimeout);
        _transaction.Begin(_clock(), isOwn: true);
    }

    private void Commit()
    {
        if (_group.Count > 0)
        {
            _transaction!.WriteCounts();
            _session!.Run("COMMIT");

            // Behind the commit, before anybody is told of it: once for the whole group.
            SqliteFilePlace.Check(_session);
            _transaction.Committed();
        }
    }

    private SqliteSession OpenSession()
    {
        SqliteSession session = SqliteSession.Open(_location, mustExist: _hasOpened);
        _hasOpened = true;
        return session;
    }

    private void LookAtOthers()
    {
        try
        {
            if (_others.IsDue)
            {
                _others.Look(_session ??= OpenSession());
            }
        }
#pragma warning disable CA1031 // A hint that does not come; claimers look by themselves now and then.
        catch (Exception)
#pragma warning restore CA1031
        {
            CloseSession();
        }
    }

    private void CloseSession()
    {
        _transaction?.Dispose();
        _transaction = null;
        _session?.Dispose();
        _session = null;
    }
}
