using System.Text;
using System.Text.Json;
using GeneratedScheduler.Diagnostics;

namespace GeneratedScheduler.Actuators;

/// <summary>A change in a run that happens elsewhere.</summary>
/// <param name="Id">The task.</param>
/// <param name="ClaimToken">The <see cref="TaskContext.ClaimToken"/> under which the work was started; a callback of an earlier run is ignored.</param>
/// <param name="Status">How the run is doing.</param>
public readonly record struct TaskCallback(TaskId Id, long ClaimToken, TaskRunStatus Status)
{
    /// <summary>The callback as JSON, for stores that pass it on; texts are cut to 65,536 characters.</summary>
    public string ToJson()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("id", Id.Value);
            writer.WriteNumber("token", ClaimToken);
            writer.WriteNumber("state", (int)Status.State);
            if (Status.Progress is { } progress)
            {
                writer.WriteNumber("progress", progress.Fraction);
                WriteText(writer, "progressMessage", progress.Message);
            }

            if (Status.ExitCode is { } exitCode)
            {
                writer.WriteNumber("exitCode", exitCode);
            }

            WriteText(writer, "logs", Status.Logs);
            if (Status.Failure is { } failure)
            {
                writer.WriteNumber("reason", (int)failure.Reason);
                WriteText(writer, "message", failure.Message);
                WriteText(writer, "errorType", failure.ErrorType);
                WriteText(writer, "stackTrace", failure.StackTrace);
                writer.WriteBoolean("doNotRetry", Status.DoNotRetry);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads what <see cref="ToJson"/> has written; members that it does not know are skipped.</summary>
    /// <exception cref="FormatException">The text is no callback.</exception>
    public static TaskCallback FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            return new TaskCallback(TaskId.From(root.GetProperty("id").GetGuid()), root.GetProperty("token").GetInt64(), ReadStatus(root));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new FormatException($"This is no callback: {exception.Message}", exception);
        }
    }

    private static TaskRunStatus ReadStatus(JsonElement root)
    {
        TaskProgress? progress = root.TryGetProperty("progress", out JsonElement fraction)
            ? new TaskProgress(fraction.GetDouble(), Text(root, "progressMessage"))
            : null;
        TaskRunStatus status = (TaskRunState)root.GetProperty("state").GetInt32() switch
        {
            TaskRunState.Running => TaskRunStatus.Running(progress),
            TaskRunState.Succeeded => TaskRunStatus.Succeeded,
            TaskRunState.Failed => TaskRunStatus.Failed(
                new TaskFailure(
                    (TaskFailureReason)root.GetProperty("reason").GetInt32(), Text(root, "message") ?? "", Text(root, "errorType"), Text(root, "stackTrace")),
                root.GetProperty("doNotRetry").GetBoolean()),
            TaskRunState.NotFound => TaskRunStatus.NotFound,
            _ => TaskRunStatus.Unknown,
        };
        return status with
        {
            ExitCode = root.TryGetProperty("exitCode", out JsonElement exitCode) ? exitCode.GetInt32() : null,
            Logs = Text(root, "logs"),
        };
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, ExceptionText.Cut(text));
        }
    }
}
