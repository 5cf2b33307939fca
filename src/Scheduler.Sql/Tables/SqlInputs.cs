using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>A value that a statement is given: one for the whole call (a parameter), or one for each row.</summary>
internal sealed record SqlInput(string Name, ColumnKind Kind);

/// <summary>A column that a statement answers with.</summary>
/// <param name="Name">The column of the table.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Sql">An expression instead of the column.</param>
internal sealed record SqlOutput(string Name, ColumnKind Kind, string? Sql = null);
