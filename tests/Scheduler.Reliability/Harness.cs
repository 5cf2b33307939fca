using GeneratedScheduler.Reliability.Checks;
using GeneratedScheduler.Reliability.Faults;
using GeneratedScheduler.Reliability.Load;
using GeneratedScheduler.Reliability.Reporting;
using GeneratedScheduler.Reliability.Stores;
using GeneratedScheduler.Reliability.Work;
using GeneratedScheduler.Reliability.Workers;

namespace GeneratedScheduler.Reliability;

/// <summary>One run: load and faults for a time, then quiet, then the count of what is left.</summary>
internal sealed class Harness
{
    // Nobody waits for this long unless something hangs.
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(20);

    // Random kills hit innocent tasks as well; how often is no reason to give one up.
    private const int UnlimitedLosses = 1_000_000;

    private readonly HarnessOptions _options;
    private readonly Store _store;
    private readonly string _folder;
    private readonly Ledger _ledger = new();
    private readonly List<string> _problems = [];
    private readonly WorkerPool _pool;
    private readonly WorkerPool _poisoned;
    private readonly FaultDriver _faults;

    private Harness(HarnessOptions options, Store store, string folder)
    {
        (_options, _store, _folder) = (options, store, folder);
        _pool = new WorkerPool((slot, serial) => Describe(slot, serial, options.Lease, UnlimitedLosses), options.Workers);
        _poisoned = new WorkerPool((slot, serial) => Describe(slot, serial + 1_000_000, PoisonTrial.Lease, PoisonTrial.MaxLosses), options.Workers);
        _faults = new FaultDriver(options, store, _pool, new Random(options.Seed));
    }

    public static async Task<int> RunAsync(HarnessOptions options)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("scheduler-reliability-");

        // The server does not run as root, and keeps its data in here.
        File.SetUnixFileMode(folder.FullName, File.GetUnixFileMode(folder.FullName) | UnixFileMode.OtherExecute);
        Store store = StoreKinds.MakeStore(options.Store, folder.FullName);
        RunResult result;
        await using (store.ConfigureAwait(false))
        {
            await store.StartAsync(CancellationToken.None).ConfigureAwait(false);
            result = await new Harness(options, store, folder.FullName).RunAsync().ConfigureAwait(false);
        }

        Report.Print(result);
        string json = Report.ToJson(result);
        Console.WriteLine(json);
        if (options.JsonFile is { } file)
        {
            await File.AppendAllTextAsync(file, json + "\n").ConfigureAwait(false);
        }

        if (options.Keep)
        {
            Console.WriteLine($"kept: {folder.FullName}");
        }
        else
        {
            folder.Delete(recursive: true);
        }

        return result.IsGood ? 0 : 1;
    }

    private async Task<RunResult> RunAsync()
    {
        long begin = TimeProvider.System.GetTimestamp();
        await using OpenedContainer opened = StoreKinds.Open(_options.StoreName, _store.Connection, TimeProvider.System);
        await opened.Container.InitializeAsync(CancellationToken.None).ConfigureAwait(false);
        await _store.ExecuteAsync(_store.AuditSchema, CancellationToken.None).ConfigureAwait(false);

        WorkScheduler scheduler = WorkScheduler.Create(setup =>
        {
            (setup.Store, setup.Container) = (opened.Store, opened.Container);
            setup.Options.RunTasks = false;
            setup.Options.Services = NoServices.Instance;
        });
        int failedCalls;
        await using (scheduler.ConfigureAwait(false))
        {
            Producer producer = new(scheduler, _store, _ledger, new Random(_options.Seed + 1), _options.Rate);
            await LetFaultsHappenAsync(producer).ConfigureAwait(false);
            failedCalls = producer.Failures;
            await DrainAsync().ConfigureAwait(false);
            _problems.AddRange(await PoisonTrial.RunAsync(scheduler, _store, _ledger, _poisoned).ConfigureAwait(false));
        }

        if (_options.Sabotage is { } what)
        {
            await SabotageAsync(what).ConfigureAwait(false);
        }

        return await JudgeAsync(TimeProvider.System.GetElapsedTime(begin).TotalSeconds, failedCalls).ConfigureAwait(false);
    }

    private async Task LetFaultsHappenAsync(Producer producer)
    {
        using CancellationTokenSource ending = new();
        _pool.Fill();
        Task producing = producer.RunAsync(ending.Token);
        Task happening = _faults.RunAsync(FaultPlan.Make(_options, new Random(_options.Seed + 2)));
        await Task.WhenAny(producing, happening).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(producing, happening).ConfigureAwait(false);
    }

    private async Task DrainAsync()
    {
        if (!await FinalRow.WaitForAllAsync(_store, DrainPatience, _pool.Fill).ConfigureAwait(false))
        {
            _problems.Add($"the store did not drain within {DrainPatience.TotalSeconds} seconds after the last fault");
        }

        int stuck = await _pool.CloseAsync(ClosePatience).ConfigureAwait(false);
        if (stuck > 0)
        {
            _problems.Add($"{stuck} workers did not close within {ClosePatience.TotalSeconds} seconds");
        }

        _problems.AddRange(_pool.Crashes);
    }

    private async Task<RunResult> JudgeAsync(double seconds, int failedCalls)
    {
        List<AuditRow> audit = await AuditRow.ReadAllAsync(_store, CancellationToken.None).ConfigureAwait(false);
        List<FinalRow> rows = await FinalRow.ReadAllAsync(_store, CancellationToken.None).ConfigureAwait(false);
        List<long> orders = await _store.ReadAsync("SELECT number FROM orders", static r => r.GetInt64(0), CancellationToken.None).ConfigureAwait(false);
        WorkerLogs logs = WorkerLogs.Read(Directory.EnumerateFiles(_folder, "*.log"));
        Dictionary<long, FinalRow> byNumber = rows.ToDictionary(r => r.Number);
        Recovery recovery = Recovery.Measure(audit, _pool.Kills, _faults.Outages);
        if (recovery.Longest is { } longest && longest.Freed > _options.MostRecovery.TotalSeconds)
        {
            _problems.Add(FormattableString.Invariant($"it took {longest.Freed:0.0} seconds until a task of a killed worker was free: {longest.Story}"));
        }

        return new RunResult
        {
            Store = _options.StoreName,
            Seed = _options.Seed,
            Seconds = seconds,
            Faults = _faults.Made,
            Acknowledged = _ledger.Count(Acknowledgement.Acknowledged) + logs.Spawned.Count,
            RolledBack = _ledger.Count(Acknowledgement.RolledBack),
            Succeeded = rows.Count(r => r.State == TaskState.Succeeded),
            Failed = rows.Count(r => r.State == TaskState.Failed),
            FailedCalls = failedCalls,
            Lost = [.. LostTasks.Find(_ledger, logs, byNumber, orders.ToHashSet())],
            Stale = [.. StaleWrites.Find(audit, rows, logs)],
            Refused = StaleWrites.CountRefused(audit, logs),
            Runs = logs.Runs.Values.Sum(),
            MostRuns = logs.Runs.Values.DefaultIfEmpty().Max(),
            RunTwice = logs.Runs.Values.Count(times => times > 1),
            TasksRun = logs.Runs.Count,
            Recovery = recovery,
            LongestOutage = _faults.Outages.Select(static o => o.To - o.From).DefaultIfEmpty().Max(),
            Problems = _problems,
        };
    }

    // To see that the checks find what they look for.
    private Task SabotageAsync(string what) => _store.ExecuteAsync(
        [
            what switch
            {
                "lose" => "DELETE FROM work WHERE number IN (SELECT max(number) FROM orders WHERE number IN (SELECT number FROM work))",
                "stale" => FormattableString.Invariant($"UPDATE work SET result = result - 1 WHERE number = (SELECT min(number) FROM audit WHERE new_state = {(int)TaskState.Succeeded})"),
                _ => throw new ArgumentException($"--sabotage {what}: write lose or stale."),
            },
        ],
        CancellationToken.None);

    private WorkerOptions Describe(int slot, int serial, TimeSpan lease, int maxLosses) => new(
        _options.StoreName,
        _store.WorkerConnection,
        serial,
        Path.Combine(_folder, FormattableString.Invariant($"worker-{serial}.log")),
        !_options.Faults.Contains(FaultKind.Clock) ? TimeSpan.Zero : slot switch { 0 => TimeSpan.FromHours(1), 1 => TimeSpan.FromHours(-1), _ => TimeSpan.Zero },
        lease,
        maxLosses);
}
