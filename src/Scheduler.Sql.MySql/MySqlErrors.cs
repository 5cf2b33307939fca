using System.Net.Sockets;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>What exceptions of the driver mean.</summary>
internal static class MySqlErrors
{
    // The driver has no names for these.
    private const int ConnectionKilled = 1927;
    private const int ReadOnlyMode = 1836;

    /// <summary>The server answers with an error that says that nothing can be done at present, or does not answer; <see langword="null"/> for anything else.</summary>
    public static StoreUnavailableException? Unavailable(Exception exception) => exception switch
    {
        StoreUnavailableException => null,

        // In the place of an answer: what was sent in one packet may have been committed.
        MySqlException { ErrorCode: (MySqlErrorCode)ConnectionKilled or MySqlErrorCode.ClientInteractionTimeout or MySqlErrorCode.ServerShutdown } =>
            new("MySQL", Describe(exception), exception, mayHaveChanged: true),
        _ when IsRefusal(exception) => new("MySQL", Describe(exception), exception),
        _ when IsLost(exception) => new("MySQL", Describe(exception), exception, mayHaveChanged: true),
        _ => null,
    };

    /// <summary>Whether the connection is gone, or no answer came in time: what was sent may have been done.</summary>
    public static bool IsLost(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException or IOException or TimeoutException
                or MySqlException { ErrorCode: MySqlErrorCode.CommandTimeoutExpired or MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.QueryInterrupted })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the connection is gone. Another one may work.</summary>
    public static bool IsCut(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case TimeoutException or StoreUnavailableException or MySqlException { ErrorCode: MySqlErrorCode.CommandTimeoutExpired or MySqlErrorCode.UnableToConnectToHost }:
                    return false;
                case SocketException or IOException
                    or MySqlException { ErrorCode: (MySqlErrorCode)ConnectionKilled or MySqlErrorCode.ClientInteractionTimeout or MySqlErrorCode.ServerShutdown }:
                    return true;
            }
        }

        return false;
    }

    public static string Describe(Exception exception) => exception.Message.EndsWith('.') ? exception.Message : exception.Message + ".";

    // Said before a statement is carried out, or in the place of its answer.
    private static bool IsRefusal(Exception exception) => exception is MySqlException
    {
        ErrorCode: MySqlErrorCode.ConnectionCountError or MySqlErrorCode.ServerShutdown or MySqlErrorCode.NormalShutdown or MySqlErrorCode.OutOfResources
            or MySqlErrorCode.AccessDenied or MySqlErrorCode.DatabaseAccessDenied or MySqlErrorCode.UnknownDatabase or MySqlErrorCode.HostIsBlocked
            or MySqlErrorCode.HostNotPrivileged or MySqlErrorCode.TooManyUserConnections or MySqlErrorCode.UserLimitReached
            or MySqlErrorCode.OptionPreventsStatement or MySqlErrorCode.CannotExecuteInReadOnlyTransaction or (MySqlErrorCode)ReadOnlyMode
            or MySqlErrorCode.DiskFull or MySqlErrorCode.RecordFileFull or (MySqlErrorCode)ConnectionKilled or MySqlErrorCode.ClientInteractionTimeout
    };
}
