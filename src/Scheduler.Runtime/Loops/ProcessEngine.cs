using GeneratedScheduler.Diagnostics;
using GeneratedScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Loops;

/// <summary>
/// What the schedulers of one process have in common: who they are to a store, and the loops of each store. A host has one for all of its schedulers; a
/// scheduler without a host has one of its own. Safe for concurrent use.
/// </summary>
internal sealed class ProcessEngine : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<(ITaskStore Store, TimeProvider Time, StoreEngine Engine)> _engines = [];

    /// <summary>The owner of every claim that is made here.</summary>
    public ClaimantId Claimant { get; } = ClaimantId.New();

    /// <summary>The loops of a store, made when they are first asked for.</summary>
    /// <param name="store">The store.</param>
    /// <param name="time">The clock of the schedulers; kinds with clocks of their own have loops of their own.</param>
    /// <param name="loggers">The application's loggers.</param>
    public StoreEngine Of(ITaskStore store, TimeProvider time, ILoggerFactory? loggers)
    {
        lock (_lock)
        {
            StoreEngine? engine = _engines.Find(known => ReferenceEquals(known.Store, store) && ReferenceEquals(known.Time, time)).Engine;
            if (engine is null)
            {
                ILogger logger = GuardedLogger.Create(loggers, "GeneratedScheduler");
                ProcessPresence presence = _engines.Find(known => ReferenceEquals(known.Store, store)).Engine?.Presence ?? MakePresence(store, time, logger);
                engine = new StoreEngine(store, time, presence, new Background(logger, store.Name));
                _engines.Add((store, time, engine));
            }

            return engine;
        }
    }

    /// <summary>Ends the threads. No scheduler may be open any more.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _engines.ForEach(static known => known.Engine.Stop());
            _engines.Clear();
        }
    }

    private ProcessPresence MakePresence(ITaskStore store, TimeProvider time, ILogger logger)
    {
        TimeSpan interval = ProcessPresence.Interval;
        return new(store, Claimant, time, new LoopCondition("announcing the process", store.Name, logger, interval, time, relapse: 2 * interval));
    }
}
