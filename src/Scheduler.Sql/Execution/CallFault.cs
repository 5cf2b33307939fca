namespace GeneratedScheduler.Sql;

/// <summary>What a failed call says about itself.</summary>
internal enum CallFault
{
    /// <summary>Nothing: the store is away, busy, full or shutting down, or others were in the way. The same call works later.</summary>
    Store = 0,

    /// <summary>The server has answered something that is not known to be a condition of the store. If it says so again, a row is to blame.</summary>
    Unknown = 1,

    /// <summary>The database does not take one of the rows, whatever is tried: a value that it cannot hold, a constraint, a trigger that refuses.</summary>
    Row = 2,
}

/// <summary>The database does not take a row as it is. Nothing was changed. Caught by the container, which finds out which row if there are several.</summary>
/// <param name="inner">What the provider threw; its message has the server's words.</param>
/// <param name="row">Which row of the call, from 0, if the database has said so.</param>
internal sealed class RefusedException(Exception inner, int? row) : Exception(inner.Message, inner)
{
    public int? Row { get; } = row;
}

/// <summary>A call that is a condition has not changed all its rows. Nothing was changed. Caught by the store, which reports the rows.</summary>
internal sealed class ConditionFailedException() : Exception("A row is not as the call has made it a condition.");

/// <summary>The database refused rows because of the id or the unique key of one of them. Caught by the container, which looks up which.</summary>
internal sealed class UniqueConflictException(Exception inner) : Exception("A row with the same id or unique key is there already.", inner);
