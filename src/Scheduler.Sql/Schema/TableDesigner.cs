using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>Makes the design of a table from the columns of a mapper.</summary>
internal static class TableDesigner
{
    /// <summary>The end of the name of the index of waiting tasks.</summary>
    public const string Waiting = "waiting";

    /// <summary>The columns under the names that they have in a table that is there: their own, or a former one.</summary>
    public static TableColumns Resolve(
        string table, ImmutableArray<TaskColumn> task, ImmutableArray<TaskColumn> result, ExistingTable? existing)
    {
        HashSet<string> names = new(existing?.Columns.Select(c => c.Name) ?? [], StringComparer.OrdinalIgnoreCase);
        return new TableColumns(table, [.. task.Select(c => Resolve(c, names))], [.. result.Select(c => Resolve(c, names))]);
    }

    public static TableDesign Design(SqlDialect dialect, TableColumns columns)
    {
        bool isOfTasks = columns.Kind == TableKind.Tasks;
        IEnumerable<IndexDesign> members = columns.Task.Concat(columns.Result)
            .Where(c => c.IsIndexed)
            .Select(c => Index(dialect, columns, IndexPurpose.Member, "by_" + c.Name, [c.Name]));
        return new TableDesign(
            columns.Table,
            [
                .. isOfTasks ? All : OfOutputs,
                .. columns.Task.Select(c => Column(c, isResult: false)),
                .. columns.Result.Select(c => Column(c, isResult: true)),
            ],
            [.. isOfTasks ? TaskIndexes(dialect, columns) : OutputIndexes(dialect, columns), .. members]);
    }

    private static IndexDesign[] OutputIndexes(SqlDialect dialect, TableColumns columns) =>
    [
        Index(dialect, columns, IndexPurpose.Id, "id", [Id], isUnique: true),
        Index(dialect, columns, IndexPurpose.Saved, "saved", [SavedAt, Seq]),
    ];

    private static IndexDesign[] TaskIndexes(SqlDialect dialect, TableColumns columns)
    {
        TaskSql sql = new(dialect);
        return
        [
            Index(dialect, columns, IndexPurpose.Id, "id", [Id], isUnique: true),
            Index(dialect, columns, IndexPurpose.Waiting, Waiting, [Ready, Priority + " DESC", Seq], where: sql.IsIn(TaskState.Waiting)),
            Index(dialect, columns, IndexPurpose.Delayed, "delayed", [NotBefore, Seq],
                where: $"{sql.IsIn(TaskState.Waiting)} AND {sql.Is(Ready, false)} AND {sql.Column(Owner)} IS NULL"),
            Index(dialect, columns, IndexPurpose.Lease, "lease", [LeaseUntil, Seq], where: $"{sql.Column(LeaseUntil)} IS NOT NULL"),
            Index(dialect, columns, IndexPurpose.UniqueKey, "unique_key", [UniqueKey], isUnique: true,
                where: $"{sql.Column(UniqueKey)} IS NOT NULL AND {sql.IsIn(TaskState.Unstarted, TaskState.Waiting, TaskState.Running, TaskState.Exporting)}"),
            Index(dialect, columns, IndexPurpose.Finished, "finished", [State, FinishedAt, Seq],
                where: sql.IsIn(TaskState.Succeeded, TaskState.Failed, TaskState.Stopped)),
            Index(dialect, columns, IndexPurpose.Unstarted, "unstarted", [Seq], where: sql.IsIn(TaskState.Unstarted)),
        ];
    }

    private static IndexDesign Index(
        SqlDialect dialect,
        TableColumns columns,
        IndexPurpose purpose,
        string suffix,
        ImmutableArray<string> indexed,
        bool isUnique = false,
        string? where = null) =>
        new(purpose, NameOf(columns.Table, suffix, dialect.MaxNameLength), indexed, isUnique, where);

    /// <summary>The index of a column by which people search.</summary>
    public static string NameOfMemberIndex(string table, string column, SqlDialect dialect) => NameOf(table, "by_" + column, dialect.MaxNameLength);

    /// <summary>A name that begins with the table's and fits; if it has to be cut, the end is a hash of the whole.</summary>
    public static string NameOf(string table, string suffix, int longest)
    {
        string name = $"{table}_{suffix}";
        if (Encoding.UTF8.GetByteCount(name) <= longest)
        {
            return name;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 5));
        int length = name.Length;
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, length)) + 1 + hash.Length > longest || char.IsHighSurrogate(name[length - 1]))
        {
            length--;
        }

        return $"{name[..length]}_{hash}";
    }

    private static TaskColumn Resolve(TaskColumn column, HashSet<string> names) =>
        !names.Contains(column.Name) && column.FormerNames.FirstOrDefault(names.Contains) is { } former ? new TaskColumn(former, column) : column;

    // Typed columns may all be empty in the database: a row may be older than the member, and a result comes at the end.
    // What must not be empty is refused when the row is read, with a message that names the member.
    private static ColumnDesign Column(TaskColumn column, bool isResult) => new(column.Name, column.Kind)
    {
        IsNullable = isResult || column.IsNullable || column.HasDefault,
        MayHoldNull = isResult || column.IsNullable,
        Length = column.Length,
        Precision = column.Precision,
        Scale = column.Scale,
    };
}
