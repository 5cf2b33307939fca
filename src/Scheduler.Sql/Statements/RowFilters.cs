using System.Collections.Immutable;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>The conditions of a query that are checked row by row, on the way along an index that others of its conditions chose.</summary>
/// <remarks>
/// They are in every list, whether they are set or not: one that is not set lets everything pass. So there is one statement for each list and
/// direction, which is prepared once, and not one for each set of conditions; and no condition can tempt a planner away from the index that
/// has the order, because none of them can be looked up in an index as it is written here.
/// </remarks>
internal static class RowFilters
{
    private const string From = "created_from";
    private const string Before = "created_before";
    private const string Reason = "only_reason";
    private const string Key = "only_key";
    private const string Rank = "only_priority";
    private const string Claimant = "only_claimant";
    private const string Words = "only_text";

    /// <summary>The last parameters of each list.</summary>
    public static ImmutableArray<SqlInput> Inputs { get; } =
    [
        new(From, ColumnKind.Timestamp), new(Before, ColumnKind.Timestamp), new(Reason, ColumnKind.Int32), new(Key, ColumnKind.Text), new(Rank, ColumnKind.Int32),
        new(Claimant, ColumnKind.Guid), new(Words, ColumnKind.Text),
    ];

    public static string Where(TaskSql sql)
    {
        SqlDialect dialect = sql.Dialect;
        return $"{sql.Column(CreatedAt)} >= {dialect.Parameter(From)} AND {sql.Column(CreatedAt)} < {dialect.Parameter(Before)}"
            + $" AND {Unless(Reason, FailureReason, dialect.Parameter(Reason))} AND {Unless(Key, UniqueKey, dialect.Ordinal(dialect.Parameter(Key)))}"
            + $" AND {Unless(Rank, Priority, dialect.Parameter(Rank))}"
            + $" AND {Unless(Claimant, Owner, dialect.Parameter(Claimant))}"
            + $" AND ({dialect.Parameter(Words)} IS NULL OR {Has(FailureMessage)} OR {Has(FailureType)})";

        string Has(string column) => dialect.Contains(sql.Column(column), dialect.Parameter(Words));

        string Unless(string parameter, string column, string value) => $"({dialect.Parameter(parameter)} IS NULL OR {sql.Column(column)} = {value})";
    }

    /// <summary>Writes the values of <see cref="Inputs"/>.</summary>
    public static void Write(ColumnWriter writer, in TaskFilter filter)
    {
        writer.WriteTimestamp(ListMoments.Bound(filter.CreatedFrom, ListMoments.First));
        writer.WriteTimestamp(ListMoments.Bound(filter.CreatedBefore, ListMoments.Last));
        writer.WriteInt32((int?)filter.FailureReason);
        writer.WriteText(filter.UniqueKey);
        writer.WriteInt32(filter.Priority);
        if (filter.Claimant is { } claimant)
        {
            writer.WriteGuid(claimant.Value);
        }
        else
        {
            writer.WriteNull();
        }

        // Failures are stored without what a database cannot hold.
        writer.WriteText(Texts.Storable(filter.FailureText));
    }
}
