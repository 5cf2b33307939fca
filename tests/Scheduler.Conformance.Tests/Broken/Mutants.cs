namespace GeneratedScheduler.Conformance.Tests.Broken;

/// <summary>A container with one rule broken, and a case that must find out.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="CaughtBy">The name of a case that fails.</param>
/// <param name="Create">Makes it.</param>
/// <param name="Hangs">Whether what is wrong shows as a call that never ends.</param>
internal sealed record Mutant(string Name, string CaughtBy, Func<ContainerSetup, TimeProvider, ProbeContainer> Create, bool Hangs = false)
{
    public static Mutant Of(string name, string caughtBy, Func<ContainerModel> model) =>
        new(name, caughtBy, (setup, clock) => new ReferenceContainer(model(), setup, clock));
}

internal static class Mutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        Mutant.Of("forgets to check the claim token", "Fencing: no move is made under the token of an earlier claim", () => new NoTokenCheck()),
        Mutant.Of("hands running tasks out again", "Claiming: a claimed task is not claimed again", () => new ClaimsRunning()),
        Mutant.Of("loses a task that is retried", "Giving back: a retry is due at once without a delay, as the next attempt", () => new LosesRetry()),
        Mutant.Of("counts a deferral as an attempt", "Giving back: a deferral does not count as an attempt", () => new DeferCounts()),
        Mutant.Of("drops the handle with a release", "Giving back: a release keeps the handle, and the next claim goes on with the attempt", () => new DropsHandle()),
        Mutant.Of("keeps the handle for a retry", "Giving back: a retry forgets handle and progress", () => new KeepsHandle()),
        Mutant.Of("adds the good half of a batch", "Adding: an id that is taken refuses the whole batch and names the conflict", () => new AddsHalf()),
        Mutant.Of("ignores unique keys", "Unique keys: a key is held while its task is unfinished", () => new IgnoresKeys()),
        Mutant.Of("frees a key when its task is claimed", "Unique keys: a key is held while its task is unfinished", () => new FreesKeyEarly()),
        Mutant.Of("never frees a key", "Unique keys: a key is free after a success", () => new NeverFreesKey()),
        Mutant.Of("overlooks a key that is twice in one batch", "Unique keys: a key twice in one batch refuses the batch", () => new OverlooksBatchKeys()),
        Mutant.Of("compares keys without case", "Unique keys: keys are compared by ordinal", () => new IgnoresCase()),
        Mutant.Of("restarts although the key is taken", "Unique keys: a restart is refused while another task has the key", () => new RestartIgnoresKey()),
        Mutant.Of("rescues tasks whose lease holds", "Rescue: a task whose lease holds is left alone, however long it runs", () => new RescuesByAge()),
        Mutant.Of("does not rescue exporting tasks", "Rescue: an exporting task is rescued, too", () => new OverlooksExporting()),
        Mutant.Of("rescues without an end", "Rescue: a task that was lost too often fails", () => new RescuesForEver()),
        Mutant.Of("does not renew", "Leases: a renewal keeps a claim beyond its first lease", () => new NoRenewal()),
        Mutant.Of("renews everything of the claimant", "Leases: claims that are not named are not renewed", () => new RenewsAll()),
        Mutant.Of("tells of a stop only once", "Stop: a running task is asked to stop, and each renewal tells it", () => new TellsStopOnce()),
        Mutant.Of("runs a task again that is to stop", "Stop: a retry of a task that is to stop stops it", () => new RetryIgnoresStop()),
        Mutant.Of("stops a running task at once", "Stop: a running task is asked to stop, and each renewal tells it", () => new StopsRunning()),
        Mutant.Of("claims tasks before their time", "Delays: a delayed task is claimed after its delay and not before", () => new IgnoresNotBefore()),
        Mutant.Of("ignores priorities", "Claiming: higher priorities are claimed first", () => new ContainerModel { KnowsPriorities = false }),
        Mutant.Of("claims the latest first", "Claiming: equal tasks are claimed in the order in which they were added", () => new Stack()),
        Mutant.Of("ignores the cluster-wide limit", "Cluster-wide limit: no more tasks are claimed than the limit allows", () => new NoLimit()),
        Mutant.Of("forgets exporting tasks in the limit", "Cluster-wide limit: a task that is exporting counts", () => new LimitForgetsExporting()),
        Mutant.Of("keeps the attempts of a restarted task", "Commands: a restart begins a new life", () => new RestartKeepsAttempt()),
        Mutant.Of("deletes a running task", "Commands: start, restart and delete are allowed where the state machine allows them", () => new DeletesAnything()),
        Mutant.Of("forgets to tell of a failure", "Outcomes: it learns of a failure and its reason", () => new FailsInSilence()) with { Hangs = true },
        new("gives a token twice", "Claiming: claim tokens only grow", (setup, clock) => new SameToken(setup, clock)),
        new("begins tokens anew with each claim", "Claiming: claim tokens only grow", (setup, clock) => new FallingTokens(setup, clock)),
        new("wakes nobody", "Waiting for tasks: it ends when a task is added", (setup, clock) => new NeverWakes(setup, clock), Hangs: true),
        new("has no bound", "Capacity: more tasks than ever fit are refused at once", (_, clock) => new ReferenceContainer(new ContainerModel(), new ContainerSetup(), clock)),
        new("repeats the first page for ever", "Listing: pages show every task of a state once", (setup, clock) => new SamePage(setup, clock)),
        new("stops at the first refused move", "Moves: a refused move does not hinder its neighbours", (setup, clock) => new AllOrNothing(setup, clock)),
        new("claims in two steps that are not atomic", "Concurrency: of tasks from many producers to many claimers none is lost and none claimed twice", (setup, clock) => new RacyClaim(setup, clock)),
    ];
}
