using System.Collections.Concurrent;
using System.Globalization;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Conformance;

/// <summary>
/// Many workers do random things to a few tasks at once. Which order the container chose is unknown, so no answer can be
/// predicted; but what it accepted must add up to a life that every task could have had.
/// </summary>
/// <remarks>
/// Checked are: each claim token is given once; a task is claimed again only after its former claim was given back,
/// ended, or was rescued; what was accepted under one token is a legal path of <see cref="TaskStateMachine"/> with at most
/// one end; the counts agree with the records.
/// </remarks>
public static class ParallelHistoryTest
{
    private const int Tasks = 12;

    /// <summary>Runs workers and checks what came of it.</summary>
    /// <param name="fixture">Makes the container.</param>
    /// <param name="seed">What the workers do. How their steps interleave is up to the machine.</param>
    /// <param name="workers">How many do things at once.</param>
    /// <param name="steps">How many things each of them does.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConformanceException">What was accepted cannot be; the message has the seed.</exception>
    public static async Task RunAsync(
        IContainerFixture fixture, int seed, int workers = 4, int steps = 200, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        ContainerUnderTest subject = await fixture.CreateAsync(new ContainerSetup(), cancellationToken).ConfigureAwait(false);
        await using (subject.ConfigureAwait(false))
        {
            await using (subject.Container.ConfigureAwait(false))
            {
                await subject.Container.InitializeAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    await RunOnAsync(subject.Container, seed, workers, steps, cancellationToken).ConfigureAwait(false);
                }
                catch (ConformanceException exception)
                {
                    string start = string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, {workers} workers, {steps} steps: ");
                    throw new ConformanceException(start + exception.Message, exception);
                }
            }
        }
    }

    private static async Task RunOnAsync(
        ProbeContainer container, int seed, int workers, int steps, CancellationToken cancellation)
    {
        NewTask<ProbeTask>[] tasks =
            [.. Enumerable.Range(0, Tasks).Select(i => new NewTask<ProbeTask>(TaskId.New(), new ProbeTask(i), EnqueueOptions.Default))];
        await container.AddAsync(tasks, default, cancellation).ConfigureAwait(false);
        TaskId[] ids = [.. tasks.Select(t => t.Id)];
        ParallelHistory history = new();
        await Cases.Parallels.RunAsync(workers, async worker =>
        {
            SplitMix numbers = new(unchecked(seed * 31 + worker));
            for (int step = 0; step < steps; step++)
            {
                await StepAsync(container, ids, history, numbers, cancellation).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);

        IReadOnlyList<ProbeRecord?> records = await container.GetAsync(ids, cancellation).ConfigureAwait(false);
        history.Check(records, await container.CountAsync(cancellation).ConfigureAwait(false));
    }

    private static async Task StepAsync(
        ProbeContainer container, TaskId[] ids, ParallelHistory history, SplitMix numbers, CancellationToken cancellation)
    {
        int choice = numbers.Next(10);
        if (choice < 3)
        {
            Claimed[] claimed = new Claimed[1 + numbers.Next(3)];
            int count = await container.ClaimAsync(
                new ClaimRequest(ClaimantId.New(), TimeSpan.FromDays(1)), claimed, cancellation).ConfigureAwait(false);
            history.Claimed(claimed.AsSpan(0, count));
        }
        else if (choice < 9 && history.PickClaim(numbers) is { } key)
        {
            Move move = Cases.MakeMoves.Immediate[numbers.Next(Cases.MakeMoves.Immediate.Count)](key.Id, key.ClaimToken);
            bool[] accepted = new bool[1];
            await container.ApplyAsync(new[] { move }, accepted, cancellation).ConfigureAwait(false);
            if (accepted[0])
            {
                history.Accepted(move);
            }
        }
        else if (choice == 9)
        {
            TaskCommand command = numbers.Next(3) == 0 ? TaskCommand.Stop : TaskCommand.Restart;
            await container.ExecuteAsync(command, new[] { ids[numbers.Next(ids.Length)] }, new CommandResult[1], cancellation).ConfigureAwait(false);
        }
    }
}

/// <summary>What was claimed and accepted in a run of <see cref="ParallelHistoryTest"/>.</summary>
internal sealed class ParallelHistory
{
    private readonly ConcurrentDictionary<long, ConcurrentBag<TaskEvent>> _accepted = new();
    private readonly ConcurrentDictionary<long, TaskId> _claims = new();
    private readonly ConcurrentQueue<ClaimKey> _recent = new();

    public void Claimed(ReadOnlySpan<Claimed> claimed)
    {
        foreach (Claimed one in claimed)
        {
            Expect.True(_claims.TryAdd(one.ClaimToken, one.Id), $"the token {one.ClaimToken} is given once");
            _recent.Enqueue(new ClaimKey(one.Id, one.ClaimToken));
        }

        while (_recent.Count > 16 && _recent.TryDequeue(out _))
        {
            // Older claims have had their turn.
        }
    }

    public ClaimKey? PickClaim(SplitMix numbers)
    {
        ClaimKey[] recent = [.. _recent];
        return recent.Length == 0 ? null : recent[numbers.Next(recent.Length)];
    }

    public void Accepted(Move move) => _accepted.GetOrAdd(move.ClaimToken, _ => []).Add(move.Event);

    public void Check(IReadOnlyList<ProbeRecord?> records, TaskCounts counts)
    {
        foreach (ProbeRecord? record in records)
        {
            Expect.True(record is not null, "no task is lost");
            CheckLife(record!);
        }

        TaskCounts expected = new()
        {
            Waiting = InState(TaskState.Waiting),
            Running = InState(TaskState.Running),
            Exporting = InState(TaskState.Exporting),
            Succeeded = InState(TaskState.Succeeded),
            Failed = InState(TaskState.Failed),
            Stopped = InState(TaskState.Stopped),
        };
        Expect.Equal(expected, counts, "counts, compared with the records");

        long InState(TaskState state) => records.Count(r => r!.State == state);
    }

    private void CheckLife(ProbeRecord record)
    {
        long[] tokens = [.. _claims.Where(c => c.Value == record.Id).Select(c => c.Key).Order()];
        Expect.Equal(tokens.LastOrDefault(), record.ClaimToken, $"the latest token of task {record.Payload.Number}");
        foreach (long token in tokens)
        {
            TaskEvent[] events = [.. _accepted.GetValueOrDefault(token, [])];
            int ends = events.Count(e => e is not (TaskEvent.Report or TaskEvent.Export));
            bool isHeld = token == record.ClaimToken && TaskStateMachine.IsClaimed(record.State);
            Expect.Equal(isHeld ? 0 : 1, ends, $"ends accepted under token {token} of task {record.Payload.Number} ({string.Join(", ", events)})");
            Expect.True(events.Count(e => e == TaskEvent.Export) <= 1, $"one export is accepted under token {token}");
            Expect.True(
                !(events.Contains(TaskEvent.Export) && events.Contains(TaskEvent.Defer)), $"no deferral is accepted after the export under token {token}");
        }
    }
}
