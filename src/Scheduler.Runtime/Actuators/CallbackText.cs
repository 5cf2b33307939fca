using System.Globalization;
using System.Text;

namespace GeneratedScheduler.Actuators;

/// <summary>Callbacks as text, for stores that relay them: a line <c>name=value</c> for each member, in ASCII, which every database can hold.</summary>
/// <remarks>Not JSON: reading it would put a JSON reader into every native program, also into those whose tasks are all functions.</remarks>
internal static class CallbackText
{
    /// <summary>Writes a callback. Texts are cut to 65,536 characters.</summary>
    public static string Write(TaskCallback callback)
    {
        StringBuilder text = new();
        TaskRunStatus status = callback.Status;
        Add(text, "id", callback.Id.ToString());
        Add(text, "token", callback.ClaimToken);
        Add(text, "state", (int)status.State);
        if (status.Progress is { } progress)
        {
            Add(text, "progress", progress.Fraction.ToString("R", CultureInfo.InvariantCulture));
            Add(text, "progressMessage", progress.Message);
        }

        if (status.ExitCode is { } exitCode)
        {
            Add(text, "exitCode", exitCode);
        }

        Add(text, "logs", status.Logs);
        if (status.Failure is { } failure)
        {
            Add(text, "reason", (int)failure.Reason);
            Add(text, "message", failure.Message);
            Add(text, "errorType", failure.ErrorType);
            Add(text, "stackTrace", failure.StackTrace);
            Add(text, "doNotRetry", status.DoNotRetry ? 1 : 0);
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Write"/> has written; members that it does not know are skipped.</summary>
    /// <exception cref="FormatException">The text is not that of a callback.</exception>
    public static TaskCallback Read(string text)
    {
        Dictionary<string, string> members = new(StringComparer.Ordinal);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int end = line.IndexOf('=', StringComparison.Ordinal);
            members[line[..Math.Max(end, 0)]] = Unescape(line[(end + 1)..]);
        }

        try
        {
            return new TaskCallback(TaskId.Parse(members["id"]), Number(members["token"]), ReadStatus(members));
        }
        catch (Exception exception) when (exception is KeyNotFoundException or OverflowException or ArgumentException)
        {
            throw new FormatException($"The text is not that of a callback: {exception.Message}", exception);
        }
    }

    private static TaskRunStatus ReadStatus(Dictionary<string, string> members)
    {
        TaskRunStatus status = (TaskRunState)Number(members["state"]) switch
        {
            TaskRunState.Running => TaskRunStatus.Running(ReadProgress(members)),
            TaskRunState.Succeeded => TaskRunStatus.Succeeded,
            TaskRunState.Failed => TaskRunStatus.Failed(ReadFailure(members), members["doNotRetry"] == "1"),
            TaskRunState.NotFound => TaskRunStatus.NotFound,
            _ => TaskRunStatus.Unknown,
        };
        return status with
        {
            ExitCode = members.TryGetValue("exitCode", out string? exitCode) ? (int)Number(exitCode) : null,
            Logs = members.GetValueOrDefault("logs"),
        };
    }

    private static TaskProgress? ReadProgress(Dictionary<string, string> members) => members.TryGetValue("progress", out string? fraction)
        ? new TaskProgress(double.Parse(fraction, CultureInfo.InvariantCulture), members.GetValueOrDefault("progressMessage"))
        : null;

    private static TaskFailure ReadFailure(Dictionary<string, string> members) => new(
        (TaskFailureReason)Number(members["reason"]), members["message"], members.GetValueOrDefault("errorType"), members.GetValueOrDefault("stackTrace"));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static void Add(StringBuilder text, string name, long value) => text.Append(CultureInfo.InvariantCulture, $"{name}={value}\n");

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        text.Append(name).Append('=');
        foreach (char character in ExceptionText.Cut(value)!)
        {
            if (character is >= ' ' and <= '~' and not '\\')
            {
                text.Append(character);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\{(int)character:x4}");
            }
        }

        text.Append('\n');
    }

    private static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
        {
            return value;
        }

        StringBuilder text = new(value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\')
            {
                text.Append(value[i]);
            }
            else if (i + 4 < value.Length && int.TryParse(value.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int code))
            {
                text.Append((char)code);
                i += 4;
            }
            else
            {
                throw new FormatException("The text is not that of a callback: it has an escape without its four digits.");
            }
        }

        return text.ToString();
    }
}
