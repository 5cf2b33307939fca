using System.Globalization;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

internal sealed partial class ModelRun
{
    private async Task MoveAsync(int subject, int variant)
    {
        if (_claims.Count == 0)
        {
            return;
        }

        // Mostly one of the latest claims, which tends to be current; now and then any claim that was ever made.
        int recent = Math.Min(_claims.Count, subject % 4 == 0 ? _claims.Count : 6);
        ClaimKey key = _claims[^(1 + subject % recent)].Key;
        TimeSpan delay = TimeSpan.FromSeconds(variant % 3 == 0 ? 0 : subject % 30 + 0.5);
        TaskFailure failure = new(TaskFailureReason.Exception, $"failure {variant}");
        Move move = (variant % 9) switch
        {
            0 or 1 => Move.Report(key.Id, key.ClaimToken, new TaskProgress(subject % 100 / 100.0), null),
            2 => Move.Report(key.Id, key.ClaimToken, null, new TaskRunHandle($"box {variant}", key.ClaimToken)),
            3 => Move.Export(key.Id, key.ClaimToken),
            4 => Move.Succeed(key.Id, key.ClaimToken, new ProbeResult(variant)),
            5 => variant % 2 == 0 ? Move.Fail(key.Id, key.ClaimToken, failure) : Move.Stop(key.Id, key.ClaimToken),
            6 => Move.Retry(key.Id, key.ClaimToken, failure, delay),
            7 => Move.Defer(key.Id, key.ClaimToken, delay),
            _ => Move.Release(key.Id, key.ClaimToken),
        };
        TaskState? from = _model.Find(key.Id)?.State;
        bool expected = _model.Apply(move);
        bool[] accepted = new bool[1];
        await Container.ApplyAsync(new[] { move }, accepted, _cancellation).ConfigureAwait(false);
        Note($"{move.Event} of {Number(key.Id)}, {from?.ToString() ?? "deleted"}, under token {key.ClaimToken}: {accepted[0]}");
        Expect.Equal(expected, accepted[0], $"whether {move.Event} is accepted");
    }

    private async Task RenewAsync(int subject)
    {
        ClaimantId claimant = _claimants[subject % _claimants.Length];
        ClaimKey[] held = [.. _claims.Where(c => c.Claimant == claimant).Select(c => c.Key)];
        RenewRequest request = new(claimant, held, TimeSpan.FromSeconds(30.5));
        LeaseReport expected = _model.Renew(request);
        LeaseReport actual = await Container.RenewAsync(request, _cancellation).ConfigureAwait(false);
        Note($"renew {held.Length} claims: {actual.Lost.Count} lost, {actual.StopRequested.Count} to stop");
        Expect.Set(expected.Lost.Select(k => k.ClaimToken), actual.Lost.Select(k => k.ClaimToken), "tokens of lost claims");
        Expect.Set(
            expected.StopRequested.Select(k => k.ClaimToken), actual.StopRequested.Select(k => k.ClaimToken), "tokens of claims to stop");
    }

    private async Task RescueAsync(int variant)
    {
        // Without a limit that bites: which of several lost tasks come first is the container's choice.
        RescueRequest request = new(canReattach: variant % 2 == 0, maxLosses: variant % 4, limit: 1_000);
        RescueReport expected = _model.Rescue(request);
        RescueReport actual = await Container.RescueAsync(request, _cancellation).ConfigureAwait(false);
        Note($"{Shown.Of(request)}: {Shown.Of(actual)}");
        Expect.Equal(expected, actual, "what was rescued");
    }

    private async Task CommandAsync(int subject, int variant)
    {
        TaskCommand command = Commands[variant % Commands.Length];
        TaskId id = _ids.Count == 0 || subject % 50 == 0 ? TaskId.New() : _ids[subject % _ids.Count];
        CommandResult expected = _model.Execute(command, id);
        CommandResult[] actual = new CommandResult[1];
        await Container.ExecuteAsync(command, new[] { id }, actual, _cancellation).ConfigureAwait(false);
        Note($"{command} of {Number(id)}: {actual[0].Outcome}, {actual[0].State}");
        Expect.Equal(expected, actual[0], $"the answer to {command}");
    }

    private async Task AdvanceAsync(int variant)
    {
        TimeSpan by = TimeSpan.FromSeconds(variant % 25);
        Note($"advance by {by}");
        await _subject.AdvanceAsync(by, _cancellation).ConfigureAwait(false);
        _model.Now = _subject.UtcNow;
    }

    private string Number(TaskId id) => _model.Find(id) is { } task
        ? string.Create(CultureInfo.InvariantCulture, $"task {task.Payload.Number}")
        : "an unknown task";

    private async Task CompareAllAsync()
    {
        Expect.Equal(_model.Count(), await Container.CountAsync(_cancellation).ConfigureAwait(false), "counts");
        TaskId[] ids = [.. _ids.Distinct()];
        IReadOnlyList<ProbeRecord?> records = await Container.GetAsync(ids, _cancellation).ConfigureAwait(false);
        for (int i = 0; i < ids.Length; i++)
        {
            RecordComparison.Compare(_model.Find(ids[i]), records[i], _model.Now);
        }
    }
}
