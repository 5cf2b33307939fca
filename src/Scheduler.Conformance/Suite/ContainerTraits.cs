namespace GeneratedScheduler.Conformance;

/// <summary>What a container can do beyond what every container must, and what its fixture can do for a test.</summary>
[Flags]
public enum ContainerTraits
{
    /// <summary>Nothing but the contract.</summary>
    None = 0,

    /// <summary>The fixture can move the container's clock: <see cref="ContainerUnderTest.AdvanceAsync"/> and <see cref="ContainerUnderTest.UtcNow"/>.</summary>
    Clock = 1,

    /// <summary>Tasks are claimed by descending priority.</summary>
    Priorities = 2,

    /// <summary>Tasks that are equal otherwise are claimed in the order in which they were added.</summary>
    Fifo = 4,

    /// <summary>The fixture can limit how many tasks may wait: <see cref="ContainerSetup.Capacity"/>.</summary>
    Bounded = 8,

    /// <summary>The container reports the end of its tasks without being asked: it fills the outcomes of an add, and answers <c>Observe</c>.</summary>
    Outcomes = 16,

    /// <summary>Whoever waits for tasks is woken by what happens to them, not only by the timeout.</summary>
    Wakes = 32,

    /// <summary>Several container objects can use one store: <see cref="ContainerUnderTest.OpenAnotherAsync"/>.</summary>
    Shared = 64,

    /// <summary>
    /// Relative times do not depend on the wall clock, which the fixture can set: <see cref="ContainerUnderTest.SetClockAsync"/>.
    /// </summary>
    SteadyClock = 128,

    /// <summary>
    /// The store of the container changes tasks of several kinds in one step (<see cref="Storage.StoreTraits.Committing"/>), and the fixture can open more kinds in
    /// it: <see cref="ContainerUnderTest.Store"/> and <see cref="ContainerUnderTest.OpenKind"/>.
    /// </summary>
    Committing = 256,
}
