using System.Collections.Immutable;
using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>The table and the typed columns of one kind of task, under the names that they really have in the database.</summary>
/// <param name="Table">The table.</param>
/// <param name="Task">The columns of the payload.</param>
/// <param name="Result">The columns of the result.</param>
internal sealed record TableColumns(string Table, ImmutableArray<TaskColumn> Task, ImmutableArray<TaskColumn> Result)
{
    /// <summary>What the rows are.</summary>
    public TableKind Kind { get; init; }

    public static ImmutableArray<SqlOutput> Outputs(ImmutableArray<TaskColumn> columns) => [.. columns.Select(c => new SqlOutput(c.Name, c.Kind))];

    /// <summary>Typed columns as input; named by their place, because a column's own name may be anything.</summary>
    public static ImmutableArray<SqlInput> Inputs(ImmutableArray<TaskColumn> columns) => [.. columns.Select((c, i) => new SqlInput($"c{i}", c.Kind))];
}
