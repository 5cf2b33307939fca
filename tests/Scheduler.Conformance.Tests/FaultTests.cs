using GeneratedScheduler.Actuators;
using GeneratedScheduler.Conformance.Tests.Broken;
using GeneratedScheduler.Testing;

namespace GeneratedScheduler.Conformance.Tests;

public sealed class FaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ReferenceContainer NewContainer() => new(new ContainerModel(), new ContainerSetup(), TimeProvider.System);

    private static NewTask<ProbeTask>[] OneTask() => [new(TaskId.New(), new ProbeTask(1), EnqueueOptions.Default)];

    [Theory]
    [InlineData(FaultKind.ThrowBefore, 0)]
    [InlineData(FaultKind.ThrowAfter, 1)]
    public async Task A_lost_request_has_no_effect_and_a_lost_answer_has(FaultKind kind, long waiting)
    {
        FaultPlan plan = FaultPlan.Script(nameof(ProbeContainer.AddAsync), kind);
        await using FaultyTaskContainer<ProbeTask, ProbeResult> container = new(NewContainer(), plan);
        InjectedFaultException fault = await Assert.ThrowsAsync<InjectedFaultException>(
            () => container.AddAsync(OneTask(), default, Cancellation).AsTask());
        Assert.Equal((nameof(ProbeContainer.AddAsync), kind), (fault.Operation, fault.Kind));
        Assert.Equal(waiting, (await container.CountAsync(Cancellation)).Waiting);
        await container.AddAsync(OneTask(), default, Cancellation);
        Assert.Equal(1, plan.Injected(kind));
        Assert.Equal(1, plan.TotalInjected);
    }

    [Fact]
    public async Task A_duplicated_add_and_move_answer_as_the_first_one()
    {
        FaultPlan plan = FaultPlan.From(static name =>
            name is nameof(ProbeContainer.AddAsync) or nameof(ProbeContainer.ApplyAsync) ? FaultKind.Duplicate : FaultKind.None);
        await using FaultyTaskContainer<ProbeTask, ProbeResult> container = new(NewContainer(), plan);
        await container.AddAsync(OneTask(), default, Cancellation);
        Claimed[] claimed = new Claimed[2];
        ClaimRequest request = new(ClaimantId.New(), TimeSpan.FromMinutes(1));
        Assert.Equal(1, await container.ClaimAsync(request, claimed, Cancellation));
        bool[] accepted = new bool[1];
        await container.ApplyAsync(new[] { Move.Succeed(claimed[0].Id, claimed[0].ClaimToken, null) }, accepted, Cancellation);
        Assert.True(accepted[0]);
        Assert.Equal(2, plan.Injected(FaultKind.Duplicate));
    }

    [Fact]
    public async Task A_duplicated_claim_takes_tasks_that_nobody_is_told_of()
    {
        await using FaultyTaskContainer<ProbeTask, ProbeResult> container =
            new(NewContainer(), FaultPlan.Script(nameof(ProbeContainer.ClaimAsync), FaultKind.Duplicate));
        await container.AddAsync(OneTask(), default, Cancellation);
        await container.AddAsync(OneTask(), default, Cancellation);
        ClaimRequest request = new(ClaimantId.New(), TimeSpan.FromMinutes(1));
        Assert.Equal(1, await container.ClaimAsync(request, new Claimed[1], Cancellation));
        Assert.Equal(2, (await container.CountAsync(Cancellation)).Running);
    }

    [Fact]
    public async Task A_delayed_call_waits_for_the_test()
    {
        TaskCompletionSource go = new();
        FaultPlan plan = FaultPlan.Script(nameof(ProbeContainer.CountAsync), FaultKind.Delay);
        plan.Delay = _ => go.Task;
        await using FaultyTaskContainer<ProbeTask, ProbeResult> container = new(NewContainer(), plan);
        Task<TaskCounts> count = container.CountAsync(Cancellation).AsTask();
        Assert.False(count.IsCompleted);
        go.SetResult();
        Assert.Equal(0, (await count).Waiting);
    }

    [Fact]
    public void A_seed_gives_the_rates_asked_for()
    {
        FaultRates rates = new() { ThrowBefore = 0.1, ThrowAfter = 0.2, Delay = 0.05, Duplicate = 0.15 };
        SplitMix numbers = new(7);
        Dictionary<FaultKind, int> seen = Enumerable.Range(0, 100_000)
            .Select(_ => rates.Pick(numbers.NextFraction())).CountBy(kind => kind).ToDictionary();
        Assert.InRange(seen[FaultKind.ThrowBefore], 9_500, 10_500);
        Assert.InRange(seen[FaultKind.ThrowAfter], 19_500, 20_500);
        Assert.InRange(seen[FaultKind.Delay], 4_500, 5_500);
        Assert.InRange(seen[FaultKind.Duplicate], 14_500, 15_500);
    }

    [Fact]
    public async Task A_plan_that_is_turned_off_injects_nothing()
    {
        FaultPlan plan = FaultPlan.Random(1, new FaultRates { ThrowBefore = 1 });
        await using FaultyTaskContainer<ProbeTask, ProbeResult> container = new(NewContainer(), plan);
        await Assert.ThrowsAsync<InjectedFaultException>(() => container.CountAsync(Cancellation).AsTask());
        plan.Enabled = false;
        await container.CountAsync(Cancellation);
        Assert.Equal(1, plan.TotalInjected);
    }

    [Fact]
    public async Task Actuators_and_persisters_fail_the_same_way()
    {
        Recorder inner = new();
        FaultyTaskActuator<ProbeTask, ProbeResult> actuator =
            new(inner, FaultPlan.Script(nameof(inner.StartAsync), FaultKind.ThrowAfter, FaultKind.Duplicate));
        using TestTaskContext context = new();
        await Assert.ThrowsAsync<InjectedFaultException>(() => actuator.StartAsync(new ProbeTask(1), context).AsTask());
        Assert.Equal(1, inner.Calls);
        await actuator.StartAsync(new ProbeTask(1), context);
        Assert.Equal(3, inner.Calls);

        FaultyTaskDataPersister<ProbeTask, ProbeResult> persister =
            new(inner, FaultPlan.Script(nameof(inner.SaveAsync), FaultKind.ThrowBefore));
        await Assert.ThrowsAsync<InjectedFaultException>(
            () => persister.SaveAsync(context.Id, new ProbeTask(1), new ProbeResult(1), Cancellation).AsTask());
        Assert.Equal(3, inner.Calls);
        await persister.SaveAsync(context.Id, new ProbeTask(1), new ProbeResult(1), Cancellation);
        Assert.Equal(4, inner.Calls);
    }

    [Fact]
    public async Task A_container_that_looks_shared_answers_later_and_observes_nothing()
    {
        await using SharedContainer<ProbeTask, ProbeResult> container = new(NewContainer());
        Assert.True(container.IsShared);
        NewTask<ProbeTask>[] tasks = OneTask();
        ITaskOutcomeSource<ProbeResult>?[] outcomes = new ITaskOutcomeSource<ProbeResult>?[1];
        await container.AddAsync(tasks, outcomes, Cancellation);
        Assert.Null(outcomes[0]);
        Assert.Null(container.Observe(tasks[0].Id));
        Assert.Equal(1, (await container.CountAsync(Cancellation)).Waiting);
    }

    private sealed class Recorder : ITaskActuator<ProbeTask, ProbeResult>, ITaskDataPersister<ProbeTask, ProbeResult>
    {
        public int Calls { get; private set; }

        public ValueTask<StartResult<ProbeResult>> StartAsync(ProbeTask task, TaskContext context)
        {
            Calls++;
            return ValueTask.FromResult(StartResult<ProbeResult>.Completed(new ProbeResult(Calls)));
        }

        public ValueTask GetStatusesAsync(ReadOnlyMemory<TaskRun<ProbeTask>> runs, Memory<TaskRunStatus> statuses, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<ProbeResult> GetOutputAsync(TaskRun<ProbeTask> run, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask StopAsync(TaskRun<ProbeTask> run, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask SaveAsync(TaskId id, ProbeTask task, ProbeResult output, CancellationToken cancellationToken)
        {
            Calls++;
            return ValueTask.CompletedTask;
        }

        public ValueTask<ProbeResult> LoadAsync(TaskId id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DeleteAsync(TaskId id, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
