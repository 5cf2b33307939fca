using System.Globalization;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>One container beside its model.</summary>
internal sealed partial class ModelRun
{
    private static readonly TaskCommand[] Commands = [TaskCommand.Start, TaskCommand.Stop, TaskCommand.Restart, TaskCommand.Delete];

    private readonly ContainerUnderTest _subject;
    private readonly CancellationToken _cancellation;
    private readonly ContainerModel _model;
    private readonly ContainerTraits _traits;
    private readonly ClaimantId[] _claimants = [ClaimantId.New(), ClaimantId.New(), ClaimantId.New()];
    private readonly List<TaskId> _ids = [];
    private readonly List<(ClaimantId Claimant, ClaimKey Key)> _claims = [];

    public ModelRun(ContainerUnderTest subject, ContainerTraits traits, CancellationToken cancellation)
    {
        (_subject, _traits, _cancellation) = (subject, traits, cancellation);
        _model = new ContainerModel { KnowsPriorities = traits.HasFlag(ContainerTraits.Priorities) };
    }

    public List<string> History { get; } = [];

    private ProbeContainer Container => _subject.Container;

    public async Task StepAsync(ModelOperation operation)
    {
        _model.Now = _subject.UtcNow;
        (int subject, int variant) = (operation.Subject, operation.Variant);
        Task step = operation.Action switch
        {
            ModelAction.Add => AddAsync(subject, variant),
            ModelAction.Claim => ClaimAsync(subject, variant),
            ModelAction.Move => MoveAsync(subject, variant),
            ModelAction.Renew => RenewAsync(subject),
            ModelAction.Rescue => RescueAsync(variant),
            ModelAction.Command => CommandAsync(subject, variant),
            _ => AdvanceAsync(variant),
        };
        await step.ConfigureAwait(false);
        await CompareAllAsync().ConfigureAwait(false);
    }

    private async Task AddAsync(int subject, int variant)
    {
        NewTask<ProbeTask>[] tasks = [.. Enumerable.Range(0, 1 + variant % 5).Select(i => MakeTask(subject + i, variant + i))];
        if (variant % 11 == 0 && _ids.Count > 0)
        {
            tasks[^1] = tasks[^1] with { Id = _ids[subject % _ids.Count] };
        }

        List<TaskConflict> conflicts = _model.FindConflicts(tasks);
        Note($"add {tasks.Length} ({string.Join(", ", tasks.Select(Describe))}) with {conflicts.Count} conflicts");
        try
        {
            await Container.AddAsync(tasks, default, _cancellation).ConfigureAwait(false);
        }
        catch (DuplicateTaskException refusal)
        {
            Expect.Set(conflicts.Select(c => c.Id), refusal.Conflicts.Select(c => c.Id), "tasks with conflicts");
            return;
        }

        Expect.Equal(0, conflicts.Count, "conflicts of a batch that was added");
        foreach (NewTask<ProbeTask> task in tasks)
        {
            _model.Add(task);
            _ids.Add(task.Id);
        }
    }

    private NewTask<ProbeTask> MakeTask(int subject, int variant)
    {
        // Half seconds, so that nothing ever falls due at the very instant at which the clock stands.
        EnqueueOptions options = new()
        {
            Priority = subject % 3,
            UniqueKey = variant % 4 == 0 ? $"key {subject % 7}" : null,
            Delay = variant % 6 == 0 ? TimeSpan.FromSeconds(subject % 40 + 0.5) : TimeSpan.Zero,
        };
        return new NewTask<ProbeTask>(TaskId.New(), new ProbeTask(_ids.Count + variant % 5, "model"), options, start: variant % 7 != 0);
    }

    private static string Describe(NewTask<ProbeTask> task) => string.Create(
        CultureInfo.InvariantCulture,
        $"{task.Payload.Number}: priority {task.Options.Priority}, key {task.Options.UniqueKey ?? "none"}, delay {task.Options.Delay.TotalSeconds} s, {(task.Start ? "started" : "unstarted")}");

    private async Task ClaimAsync(int subject, int variant)
    {
        ClaimantId claimant = _claimants[subject % _claimants.Length];
        int most = variant % 5;
        int limit = variant % 3 == 0 ? 1 + variant % 8 : 0;
        ClaimRequest request = new(claimant, TimeSpan.FromSeconds(20.5), limit);
        Claimed[] buffer = new Claimed[most];
        List<ModelTask> due = _model.Due();
        int expected = Math.Min(_model.Allowance(most, limit), due.Count);
        int count = await Container.ClaimAsync(request, buffer, _cancellation).ConfigureAwait(false);
        Note($"claim at most {most} under a limit of {limit}: {count} claimed of {due.Count} due");
        Expect.Equal(expected, count, "how many tasks are claimed");
        foreach (Claimed claimed in buffer.AsSpan(0, count).ToArray().OrderBy(c => c.ClaimToken))
        {
            Claimed actual = claimed with { WorkAge = TimeSpan.Zero };
            ModelTask? task = due.Find(t => t.Id == actual.Id);
            Expect.True(task is not null, $"the claimed task {actual.Payload?.Number} is due");
            due.Remove(task!);
            Expect.True(actual.ClaimToken > _model.LatestToken, $"the token {actual.ClaimToken} is greater than {_model.LatestToken}");
            Claimed claim = _model.Claim(task!, claimant, request.LeaseDuration, actual.ClaimToken) with { WorkAge = TimeSpan.Zero };
            Expect.Equal(claim, actual, "the claimed task");
            _claims.Add((claimant, new ClaimKey(actual.Id, actual.ClaimToken)));
        }

        ExpectBestFirst(buffer.AsSpan(0, count), due);
    }

    private void ExpectBestFirst(ReadOnlySpan<Claimed> claimed, List<ModelTask> left)
    {
        if (_traits.HasFlag(ContainerTraits.Priorities) && claimed.Length > 0 && left.Count > 0)
        {
            int worst = int.MaxValue;
            foreach (Claimed one in claimed)
            {
                worst = Math.Min(worst, one.Options.Priority);
            }

            Expect.True(worst >= left.Max(t => t.Options.Priority), "no task that is left is better than one that was claimed");
        }
    }

    private void Note(string step) => History.Add(step);
}
