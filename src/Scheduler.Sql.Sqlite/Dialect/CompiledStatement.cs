using System.Collections.Immutable;

namespace GeneratedScheduler.Sql.Sqlite;

/// <summary>How the rows that a statement touches change the counts.</summary>
internal enum CountedMove
{
    /// <summary>They do not.</summary>
    None = 0,

    /// <summary>Each row of input is a new task in the state that the input names.</summary>
    Added = 1,

    /// <summary>Each row answers with its former and its present state, behind the outputs.</summary>
    Moved = 2,

    /// <summary>Each row answers with the state that it had, behind the outputs.</summary>
    Removed = 3,
}

/// <summary>A statement as SQLite takes it, the same for every connection.</summary>
internal sealed class CompiledStatement
{
    /// <summary>The statement's name and table, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The table, not quoted.</summary>
    public required string Table { get; init; }

    public required string Sql { get; init; }

    /// <summary>The values of a call, in the order in which they are written.</summary>
    public required ImmutableArray<string> Parameters { get; init; }

    /// <summary>The values of a row of input, likewise.</summary>
    public required ImmutableArray<string> Rows { get; init; }

    /// <summary>How many columns are for whoever asked.</summary>
    public required int Outputs { get; init; }

    public CountedMove Counted { get; init; }

    /// <summary>Which value of a row of input is the state of a new task.</summary>
    public int StateInput { get; init; } = -1;

    public bool UsesToken { get; init; }

    /// <summary>Whether it is carried out once for each row of input, and not once.</summary>
    public bool IsPerRow => Rows.Length > 0;
}
