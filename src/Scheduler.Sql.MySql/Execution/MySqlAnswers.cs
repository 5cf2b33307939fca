using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Sorts the server's answers by their numbers.</summary>
/// <remarks>
/// What is a condition of the store is listed, and what certainly is not. Everything else, such as what a trigger signals with a code of its own, is taken
/// for a refusal once it is repeated, so that no code can hold up the rows beside the one that it is about.
/// </remarks>
internal static class MySqlAnswers
{
    // The driver's own exceptions have no SQLSTATE: lost connections, timeouts.
    public static CallFault Blame(MySqlException exception) => exception.SqlState is null ? CallFault.Store : (int)exception.ErrorCode switch
    {
        // Looked up by the container before anything else.
        1062 or 1586 => CallFault.Store,

        // Locks: wait timeout, deadlock, table full, NOWAIT, changed since it was read, no number to be had.
        1205 or 1213 or 1206 or 3572 or 1015 or 1020 or 1099 or 1100 or 1467 or 1614 or 1689 => CallFault.Store,

        // Connections, accounts and databases that are not there (any more).
        1040 or 1042 or 1043 or 1044 or 1045 or 1046 or 1047 or 1049 or 1081 or 1129 or 1130 or 1152 or (>= 1158 and <= 1161) or 1184 or 1203 or 1226
            or 1820 or 1862 or 1927 or 4031 => CallFault.Store,

        // Killed, shut down, or longer than allowed.
        1053 or 1077 or 1078 or 1079 or 1094 or 1317 or 1836 or 1969 or 3024 or 3168 => CallFault.Store,

        // Disk and memory; an engine that fails; a commit that fails.
        1021 or 1026 or 1028 or 1030 or 1037 or 1038 or 1041 or 1114 or 1135 or 1180 or 1181 or 1878 or 3 or 28 => CallFault.Store,

        // Read only, as a server is that has become a replica.
        1290 or 1792 or 1223 => CallFault.Store,

        // Rights, tables and columns that are not there (any more): about the schema, not about a row.
        1054 or 1142 or 1143 or 1146 or 1370 => CallFault.Store,

        // Values, constraints and signals of triggers, of which there are the most.
        1048 or 1264 or 1265 or 1292 or 1364 or 1366 or 1406 or 1451 or 1452 or 1644 or 1690 or 3819 or 4025 or 1118 or 1153 or 1301 => CallFault.Row,
        _ => CallFault.Unknown,
    };
}
