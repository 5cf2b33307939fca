namespace GeneratedScheduler.Sql;

/// <summary>Every statement about one table of tasks. Made once, when the names of its columns are known.</summary>
internal sealed class TaskStatements
{
    public TaskStatements(SqlDialect dialect, TableColumns table)
    {
        TaskSql sql = new(dialect);
        Table = table;
        Add = new AddStatements(sql, table);
        Claim = new ClaimStatements(sql, table);
        Move = new MoveStatements(sql, table);
        Lease = new LeaseStatements(sql, table);
        Command = new CommandStatements(sql, table);
        Read = new ReadStatements(sql, table);
        OldestFirst = new ListStatements(sql, table, newestFirst: false);
        NewestFirst = new ListStatements(sql, table, newestFirst: true);
        Retention = new RetentionStatements(sql, table);
    }

    public TableColumns Table { get; }

    public AddStatements Add { get; }

    public ClaimStatements Claim { get; }

    public MoveStatements Move { get; }

    public LeaseStatements Lease { get; }

    public CommandStatements Command { get; }

    public ReadStatements Read { get; }

    public ListStatements OldestFirst { get; }

    public ListStatements NewestFirst { get; }

    public RetentionStatements Retention { get; }
}
