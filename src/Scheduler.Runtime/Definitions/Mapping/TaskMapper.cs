using System.Collections.Immutable;

namespace GeneratedScheduler.Storage;

/// <summary>How one kind of task becomes a row of a table, and comes back. Emitted for each kind of task; has no state.</summary>
/// <typeparam name="TTask">The payload.</typeparam>
/// <typeparam name="TResult">What a task returns.</typeparam>
public abstract class TaskMapper<TTask, TResult>
{
    /// <summary>The table, such as <c>calculator_sum</c>.</summary>
    public abstract string Table { get; }

    /// <summary>Names under which the table was created earlier; if the database has one of these instead, that one is used.</summary>
    public virtual ImmutableArray<string> FormerTables => [];

    /// <summary>The columns of the payload.</summary>
    public abstract ImmutableArray<TaskColumn> TaskColumns { get; }

    /// <summary>The columns of the result; none if the task returns nothing.</summary>
    public abstract ImmutableArray<TaskColumn> ResultColumns { get; }

    /// <summary>Writes each of <see cref="TaskColumns"/>, in their order.</summary>
    public abstract void WriteTask(TTask task, ColumnWriter writer);

    /// <summary>Reads a payload; column 0 of <paramref name="reader"/> is the first of <see cref="TaskColumns"/>.</summary>
    /// <exception cref="UnreadableMemberException">A value is missing or is not one of the member.</exception>
    public abstract TTask ReadTask(ColumnReader reader);

    /// <summary>Writes each of <see cref="ResultColumns"/>, in their order; nulls for a result that is <see langword="null"/>.</summary>
    public abstract void WriteResult(TResult? result, ColumnWriter writer);

    /// <summary>Reads a result; column 0 of <paramref name="reader"/> is the first of <see cref="ResultColumns"/>.</summary>
    /// <exception cref="UnreadableMemberException">A value is missing or is not one of the member.</exception>
    public abstract TResult? ReadResult(ColumnReader reader);
}
