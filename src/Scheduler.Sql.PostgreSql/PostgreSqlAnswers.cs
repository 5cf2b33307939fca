using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>Sorts the server's answers by their SQLSTATE.</summary>
/// <remarks>
/// What is a condition of the store is listed, and what certainly is not. Everything else, such as what a trigger raises with a code of its own, is taken
/// for a refusal once it is repeated, so that no code can hold up the rows beside the one that it is about.
/// </remarks>
internal static class PostgreSqlAnswers
{
    public static CallFault Blame(string state) => state switch
    {
        PostgresErrorCodes.UniqueViolation => CallFault.Store, // Looked up by the container before anything else.

        // Read only, as a server is that has become a standby; the user's right to connect; a database that is not there.
        "25006" or "25P02" or "25P03" => CallFault.Store,
        ['2', '8', ..] or "3D000" => CallFault.Store,

        // Connections; conflicts of transactions, but not a deferred constraint; resources; locks; shutdown and cancelling; the file system.
        "40002" => CallFault.Row,
        ['0', '8', ..] or ['4', '0', ..] or ['5', '3', ..] or ['5', '5', ..] or ['5', '7', ..] or ['5', '8', ..] => CallFault.Store,

        // Statements that the session has lost: a schema that was changed, a pooler between us and the server.
        "0A000" or "26000" or "34000" or "72000" or ['F', '0', ..] => CallFault.Store,

        // Rights, tables, columns and functions that are not there (any more), faults of the server: about the schema, not about a row.
        "42501" or "42P01" or "42703" or "42883" or "3F000" or ['X', 'X', ..] => CallFault.Store,

        // Data exceptions, constraints, limits of the program (an index row that is too large), raised by a trigger or a function.
        ['2', '2', ..] or ['2', '3', ..] or ['5', '4', ..] or ['P', '0', ..] or ['4', '4', ..] => CallFault.Row,
        _ => CallFault.Unknown,
    };
}
