using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Columns that the server works out of the others, for indexes over a part of the rows, which MySQL does not have.</summary>
/// <remarks>
/// <para>
/// An index has an entry for every row, and an entry that changes is two: the old one, which is only marked as gone, and the new one. A
/// task changes its state three times in its life, and with one index for each question all of them had changed each time. So there are two:
/// one in which waiting tasks stand by their priority, which a task leaves when it is claimed, and one with a shelf for each other question.
/// On its shelf a task stands by the moment that matters there: when it is due, when its lease ends, when it ended.
/// </para>
/// <para>They are stored with the row, and not worked out when they are read: for its clean-up InnoDB would have to work them out again.</para>
/// </remarks>
internal static class Shelves
{
    /// <summary>Whether a waiting task is ready; NULL for all others, so that they stand aside.</summary>
    public const string Waiting = "task_waiting";

    /// <summary>Which question the task answers; NULL while it is ready, which <see cref="Waiting"/> is for.</summary>
    public const string Shelf = "task_shelf";

    /// <summary>Where it stands on its shelf.</summary>
    public const string Moment = "task_moment";

    /// <summary>The unique key of an unfinished task. NULL for a finished one, and a unique index takes any number of NULLs.</summary>
    public const string OpenKey = "task_open_key";

    // Other tasks stand on the shelf with the number of their state: unstarted ones without a moment, finished ones by their end. A search for
    // delayed tasks also locks the first entry behind them, until its commit. That must be a task that is over: if it were one that is
    // held, its end would wait for every claim.
    private const int Held = 1;
    private const int Delayed = 2;

    /// <summary>The columns but for the key, as they are written when a table is made.</summary>
    public static IEnumerable<string> Define(string keyType) =>
    [
        $"{Waiting} tinyint(1) GENERATED ALWAYS AS (CASE WHEN {State} = 1 THEN {Ready} END) STORED",
        $"{Shelf} int GENERATED ALWAYS AS (CASE WHEN {LeaseUntil} IS NOT NULL THEN {Held} WHEN {State} = 1 AND NOT {Ready} AND {Owner} IS NULL THEN {Delayed} "
            + $"WHEN {State} NOT IN (1, 2, 3) THEN {State} END) STORED",
        $"{Moment} datetime(6) GENERATED ALWAYS AS (CASE WHEN {LeaseUntil} IS NOT NULL THEN {LeaseUntil} WHEN {State} = 1 AND NOT {Ready} AND {Owner} IS NULL THEN {NotBefore} "
            + $"WHEN {State} > 3 THEN {FinishedAt} END) STORED",

        // It changes so seldom that nothing is gained by storing it twice.
        $"{OpenKey} {keyType} GENERATED ALWAYS AS (CASE WHEN {State} < 4 THEN {UniqueKey} END) VIRTUAL",
    ];

    public static string? Condition(IndexPurpose index, MySqlDialect dialect) => index switch
    {
        IndexPurpose.Delayed => $"{dialect.Column(Shelf)} = {Delayed}",
        IndexPurpose.Lease => $"{dialect.Column(Shelf)} = {Held}",
        IndexPurpose.Finished => $"{dialect.Column(Shelf)} = {dialect.Column(State)}",
        IndexPurpose.Unstarted => $"{dialect.Column(Shelf)} = {(int)TaskState.Unstarted} AND {dialect.Column(Moment)} IS NULL",
        _ => null,
    };

    /// <summary>The columns of an index; <see langword="null"/> if another one answers its question.</summary>
    public static string? IndexOf(IndexPurpose index) => index switch
    {
        IndexPurpose.Waiting => $"{Waiting}, {Priority} DESC, {Seq}",
        IndexPurpose.Lease => $"{Shelf}, {Moment}, {Seq}",
        _ => null,
    };
}
