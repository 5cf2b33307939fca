using System.Globalization;
using GeneratedScheduler.Reliability.Checks;
using GeneratedScheduler.Reliability.Stores;
using GeneratedScheduler.Reliability.Work;
using GeneratedScheduler.Reliability.Workers;

namespace GeneratedScheduler.Reliability;

/// <summary>
/// Sets the wall clock of all processes back by an hour, and later forward, while two workers run tasks: nothing may run twice, although each looks for tasks of lost ones
/// while they run, and a delay and a retry of three seconds must not wait for the hour.
/// </summary>
/// <remarks>Needs libfaketime in this process, which its workers inherit, with FAKETIME_TIMESTAMP_FILE, FAKETIME_NO_CACHE=1 and FAKETIME_DONT_FAKE_MONOTONIC=1.</remarks>
internal sealed class ClockTrial(Store store, WorkScheduler scheduler, string folder, string clockFile)
{
    private const int LongTasks = 6;
    private const int LongMilliseconds = 4_000;

    // Much shorter than a step, and long enough for a busy machine: libfaketime reads a file for each look at a clock.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // Each half takes four to seven seconds; an hour is much longer on any machine.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private readonly List<string> _problems = [];
    private readonly Dictionary<long, (int Runs, TaskState End)> _expected = [];
    private long _lastNumber;
    private TimeSpan _set;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        string name = arguments.Text("store");
        string clockFile = Environment.GetEnvironmentVariable("FAKETIME_TIMESTAMP_FILE")
            ?? throw new ArgumentException("Start this with libfaketime and FAKETIME_TIMESTAMP_FILE.");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("scheduler-clock-");
        List<string> problems;
        Store store = StoreKinds.MakeStore(StoreKinds.Parse(name).Kind, folder.FullName);
        await using (store.ConfigureAwait(false))
        {
            await store.StartAsync(CancellationToken.None).ConfigureAwait(false);
            await using OpenedContainer opened = StoreKinds.Open(name, store.Connection, TimeProvider.System);
            await opened.Container.InitializeAsync(CancellationToken.None).ConfigureAwait(false);
            WorkScheduler scheduler = WorkScheduler.Create(setup =>
            {
                (setup.Store, setup.Container) = (opened.Store, opened.Container);
                setup.Options.RunTasks = false;
                setup.Options.Services = NoServices.Instance;
            });
            await using (scheduler.ConfigureAwait(false))
            {
                problems = await new ClockTrial(store, scheduler, folder.FullName, clockFile).RunAsync(name).ConfigureAwait(false);
            }
        }

        problems.ForEach(static problem => Console.WriteLine($"problem: {problem}"));
        Console.WriteLine($"{name}: the clock was set back and forward, {problems.Count} problems");
        folder.Delete(recursive: true);
        return problems.Count == 0 ? 0 : 1;
    }

    private async Task<List<string>> RunAsync(string name)
    {
        Set(TimeSpan.Zero);
        WorkerPool pool = new(
            (_, serial) => new WorkerOptions(
                name, store.WorkerConnection, serial, Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"worker-{serial}.log")), TimeSpan.Zero, Lease, 3)
            {
                Retry = Wait,
            },
            2);
        pool.Fill();

        await AddLongTasksAsync().ConfigureAwait(false);
        await AddAsync(WorkKind.Doomed, 1, new() { MaxAttempts = 2 }, (2, TaskState.Failed)).ConfigureAwait(false);
        await UntilAsync("the long tasks run, and the failed one waits", "task_state = 2 OR (task_state = 1 AND task_attempt = 1)", LongTasks + 1).ConfigureAwait(false);
        await AddAsync(WorkKind.Short, 1, new() { Delay = Wait }, (1, TaskState.Succeeded)).ConfigureAwait(false);
        Set(-Hour);
        await UntilAllEndedAsync("set back").ConfigureAwait(false);

        await AddLongTasksAsync().ConfigureAwait(false);
        await UntilAsync("the long tasks run", "task_state = 2", LongTasks).ConfigureAwait(false);
        Set(Hour);
        await UntilAllEndedAsync("set forward").ConfigureAwait(false);

        if (await pool.CloseAsync(Limit).ConfigureAwait(false) > 0)
        {
            _problems.Add("a worker did not close");
        }

        _problems.AddRange(pool.Crashes);
        await JudgeAsync().ConfigureAwait(false);
        return _problems;
    }

    private async Task AddLongTasksAsync()
    {
        for (int i = 0; i < LongTasks; i++)
        {
            await AddAsync(WorkKind.Long, LongMilliseconds, new(), (1, TaskState.Succeeded)).ConfigureAwait(false);
        }
    }

    private async Task AddAsync(WorkKind kind, int milliseconds, EnqueueOptions options, (int Runs, TaskState End) expected)
    {
        _expected.Add(++_lastNumber, expected);
        await scheduler.EnqueueAsync(new WorkTask(_lastNumber, kind, milliseconds), options).ConfigureAwait(false);
    }

    private async Task UntilAllEndedAsync(string happened) =>
        await UntilAsync($"all tasks ended after the clock was {happened}", "task_state NOT IN (4, 5, 6)", 0).ConfigureAwait(false);

    private async Task UntilAsync(string what, string condition, int wanted)
    {
        long begin = TimeProvider.System.GetTimestamp();
        while ((await store.ReadAsync($"SELECT count(*) FROM work WHERE {condition}", static r => r.GetInt64(0), CancellationToken.None).ConfigureAwait(false))[0] != wanted)
        {
            if (TimeProvider.System.GetElapsedTime(begin) > Limit)
            {
                _problems.Add($"not within {Limit.TotalSeconds} seconds: {what}");
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System).ConfigureAwait(false);
        }
    }

    private async Task JudgeAsync()
    {
        WorkerLogs logs = WorkerLogs.Read(Directory.EnumerateFiles(folder, "*.log"));
        foreach (FinalRow row in await FinalRow.ReadAllAsync(store, CancellationToken.None).ConfigureAwait(false))
        {
            (int runs, TaskState end) = _expected[row.Number];
            int ran = logs.Runs.GetValueOrDefault(row.Number);
            if (ran != runs || row.State != end || row.Losses != 0)
            {
                _problems.Add(FormattableString.Invariant($"task {row.Number} ran {ran} times and is {row.State} with {row.Losses} losses; wanted were {runs} runs and {end}"));
            }
        }
    }

    // Replaced as a whole: the other processes read it all the time.
    private void Set(TimeSpan by)
    {
        TimeSpan before = Lead();
        File.WriteAllText(clockFile + ".new", string.Create(CultureInfo.InvariantCulture, $"{by.TotalSeconds:+0;-0;+0}\n"));
        File.Move(clockFile + ".new", clockFile, overwrite: true);
        (TimeSpan earlier, _set) = (_set, by);
        if ((Lead() - before - (by - earlier)).Duration() > TimeSpan.FromSeconds(30))
        {
            _problems.Add("the clock did not follow; libfaketime does not work here");
        }
    }

    private static TimeSpan Lead() => TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch - TimeProvider.System.GetElapsedTime(0);
}
