namespace GeneratedScheduler.Conformance;

/// <summary>What goes wrong with a call.</summary>
public enum FaultKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The call throws <see cref="InjectedFaultException"/> and has no effect: the request was lost.</summary>
    ThrowBefore = 1,

    /// <summary>The call throws <see cref="InjectedFaultException"/> after it had its effect: the answer was lost.</summary>
    ThrowAfter = 2,

    /// <summary>The call is made late: it waits for <see cref="FaultPlan.Delay"/> first.</summary>
    Delay = 3,

    /// <summary>The call is made twice, as if the request was delivered twice; the caller sees the first answer.</summary>
    Duplicate = 4,
}

/// <summary>A fault that a <see cref="FaultPlan"/> asked for.</summary>
public sealed class InjectedFaultException : Exception
{
    internal InjectedFaultException(string operation, FaultKind kind)
        : base(kind == FaultKind.ThrowAfter
            ? $"Injected fault: the answer to {operation} was lost."
            : $"Injected fault: the request for {operation} was lost.")
    {
        Operation = operation;
        Kind = kind;
    }

    /// <summary>The method that was called.</summary>
    public string Operation { get; }

    /// <summary>Whether the call had its effect.</summary>
    public FaultKind Kind { get; }
}
