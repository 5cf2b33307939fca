namespace GeneratedScheduler;

/// <summary>A stored member of a task cannot be read: its value is missing, or is not one that the member can have.</summary>
public sealed class UnreadableMemberException : SchedulerException
{
    /// <summary>Names the member and what is wrong with its value.</summary>
    /// <param name="member">The member as declared, or the column if no member is known.</param>
    /// <param name="problem">What is wrong, to be read after the member's name: <c>has no value in the row…</c>.</param>
    /// <param name="inner">What the attempt to read it ended with, if anything was thrown.</param>
    public UnreadableMemberException(string member, string problem, Exception? inner = null)
        : base($"The stored member '{member}' {problem}", inner) =>
        Member = member;

    private UnreadableMemberException(string message, UnreadableMemberException cause) : base(message, cause) => Member = cause.Member;

    /// <summary>The member.</summary>
    public string Member { get; }

    /// <summary>What to tell who awaits the result of a task that succeeded.</summary>
    internal UnreadableMemberException OfResult(string taskName, TaskId id) =>
        new($"{taskName}: task {id} succeeded, but its result cannot be read here: {Message}", this);
}
