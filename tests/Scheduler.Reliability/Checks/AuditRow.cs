using System.Data.Common;
using System.Globalization;
using GeneratedScheduler.Reliability.Stores;

namespace GeneratedScheduler.Reliability.Checks;

/// <summary>One step of one task, as a trigger of the database wrote it down in the transaction that made it.</summary>
internal sealed record AuditRow
{
    public const string Query = """
        SELECT at, number, old_state, new_state, old_token, new_token, old_owner, new_owner, result, failure, progress FROM audit ORDER BY seq
        """;

    public required double At { get; init; }

    public required long Number { get; init; }

    public TaskState? OldState { get; init; }

    public TaskState? NewState { get; init; }

    public long OldToken { get; init; }

    public long NewToken { get; init; }

    public string? OldOwner { get; init; }

    public string? NewOwner { get; init; }

    public long? Result { get; init; }

    public string? Failure { get; init; }

    public string? Progress { get; init; }

    public static Task<List<AuditRow>> ReadAllAsync(Store store, CancellationToken cancellationToken) => store.ReadAsync(Query, Read, cancellationToken);

    private static AuditRow Read(DbDataReader reader) => new()
    {
        At = reader.GetDouble(0),
        Number = reader.GetInt64(1),
        OldState = (TaskState?)Whole(reader, 2),
        NewState = (TaskState?)Whole(reader, 3),
        OldToken = Whole(reader, 4) ?? 0,
        NewToken = Whole(reader, 5) ?? 0,
        OldOwner = Text(reader, 6),
        NewOwner = Text(reader, 7),
        Result = Whole(reader, 8),
        Failure = Text(reader, 9),
        Progress = Text(reader, 10),
    };

    private static long? Whole(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
