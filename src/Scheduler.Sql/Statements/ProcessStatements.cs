using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.ProcessesTable;

namespace GeneratedScheduler.Sql;

/// <summary>Keeps the announcements of processes.</summary>
internal sealed class ProcessStatements
{
    public ProcessStatements(SqlDialect dialect)
    {
        SqlInput id = new("id", ColumnKind.Guid);
        RemoveOver = new()
        {
            Name = "remove_processes",
            Table = ProcessesTable.Name,
            IsOfTasks = false,
            Key = Id,
            Where = $"{ValidUntil} < {dialect.Now}",
            OrderBy = ValidUntil,
        };
        Announce = new()
        {
            Name = "announce_process",
            Table = ProcessesTable.Name,
            IsOfTasks = false,
            Parameters =
            [
                id,
                new("owner", ColumnKind.Guid),
                new("started", ColumnKind.Int64),
                new("valid", ColumnKind.Int64),
                new("details", ColumnKind.Text),
            ],
            Key = Id,
            Values =
            [
                new(Id, dialect.Parameter("id")),
                new(Owner, dialect.Parameter("owner")),
                new(StartedAt, dialect.After(dialect.Parameter("started"))),
                new(SeenAt, dialect.Now),
                new(ValidUntil, dialect.After(dialect.Parameter("valid"))),
                new(Details, dialect.Parameter("details")),
            ],

            // Not measured again each time: that would differ by how long each call takes.
            Kept = StartedAt,
        };
        Withdraw = new()
        {
            Name = "withdraw_process",
            Table = ProcessesTable.Name,
            IsOfTasks = false,
            Parameters = [id],
            Key = Id,
            Where = $"{Id} = {dialect.Parameter("id")}",
            OrderBy = Id,
        };
        List = new()
        {
            Name = "list_processes",
            Table = ProcessesTable.Name,
            IsOfTasks = false,
            Where = $"{dialect.Column(ValidUntil)} >= {dialect.Now}",
            Returning =
            [
                new(Owner, ColumnKind.Guid),
                new(StartedAt, ColumnKind.Timestamp),
                new(SeenAt, ColumnKind.Timestamp),
                new(Details, ColumnKind.Text),
            ],
        };
    }

    /// <summary>Removes announcements that no longer hold.</summary>
    public RemoveStatement RemoveOver { get; }

    /// <summary>Parameters: id, owner, ticks since the start (negative), ticks for which it holds, details.</summary>
    public PutStatement Announce { get; }

    /// <summary>Parameters: id.</summary>
    public RemoveStatement Withdraw { get; }

    /// <summary>Answers owner, start, last announcement, details of those that hold.</summary>
    public QueryStatement List { get; }
}
