using System.Net.Sockets;
using Npgsql;

namespace GeneratedScheduler.Sql.PostgreSql;

/// <summary>What exceptions of the driver mean.</summary>
internal static class PostgreSqlErrors
{
    private const string ReadOnlyTransaction = "25006";
    private const string IdleTransactionTimeout = "25P03";
    private const string IdleSessionTimeout = "57P05";

    /// <summary>The server answers with an error that says that nothing can be done at present, or does not answer; <see langword="null"/> for anything else.</summary>
    public static StoreUnavailableException? Unavailable(Exception exception) => exception switch
    {
        StoreUnavailableException => null,
        PostgresException answer => IsRefusal(answer.SqlState) ? new("PostgreSQL", Describe(exception), exception, mayHaveChanged: answer.SqlState is ['0', '8', ..]) : null,
        _ when IsLost(exception) => new("PostgreSQL", Describe(exception), exception, mayHaveChanged: true),
        _ => null,
    };

    /// <summary>Whether the server said that it ends the connection, and so that it did nothing. Another connection may work.</summary>
    public static bool IsEnded(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or IdleSessionTimeout or IdleTransactionTimeout
    };

    /// <summary>Whether the connection is gone. Another one may work.</summary>
    public static bool IsCut(Exception exception) => IsEnded(exception) || (IsLost(exception) && !IsTimeout(exception));

    /// <summary>Whether a pooler does not take the settings of a session.</summary>
    public static bool RefusesOptions(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } answer
        && answer.MessageText.Contains("startup parameter", StringComparison.OrdinalIgnoreCase);

    public static string Describe(Exception exception) => exception.Message.EndsWith('.') ? exception.Message : exception.Message + ".";

    private static bool IsLost(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException or IOException or TimeoutException || cause.GetType() == typeof(NpgsqlException))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTimeout(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is TimeoutException)
            {
                return true;
            }
        }

        return false;
    }

    // Class 08: the connection; 28: nobody is let in; 3D: no such database; 53: resources; 57: the operator.
    private static bool IsRefusal(string state) => state is ['0', '8', ..] or ['2', '8', ..] or ['3', 'D', ..] or ['5', '3', ..] or ['5', '7', ..]
        or ReadOnlyTransaction or IdleTransactionTimeout;
}
