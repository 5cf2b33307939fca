using System.Runtime.CompilerServices;
using GeneratedScheduler.Storage;
using static GeneratedScheduler.Sql.FrameworkColumns;

namespace GeneratedScheduler.Sql;

/// <summary>
/// A statement that chooses its rows, carried out for one row after the other. For a call that was refused as a whole: a row that may not be changed or removed, because a
/// trigger or a foreign key says so, must not keep the others from it.
/// </summary>
internal sealed class ApartPick
{
    private const string Only = "only";

    // Of few statements, and made when one is refused for the first time.
    private static readonly ConditionalWeakTable<SqlStatement, ApartPick> Made = [];

    private readonly QueryStatement _candidates;
    private readonly SqlStatement _one;

    private ApartPick(QueryStatement candidates, SqlStatement one) => (_candidates, _one) = (candidates, one);

    /// <summary>Tasks that were chosen, and whose change was refused.</summary>
    public readonly record struct Refused(TaskId Id, RefusedException Refusal);

    public static ApartPick Of(SqlDialect dialect, PickStatement pick) => Made.GetValue(pick, _ => new(
        Candidates(pick, pick.Where, pick.OrderBy, pick.IsRanked, hasParameters: false),
        new PickStatement
        {
            Name = pick.Name + "_one",
            Table = pick.Table,
            Parameters = [.. pick.Parameters, new(Only, ColumnKind.Guid)],
            Where = $"{IsOnly(dialect)} AND ({pick.Where})",
            OrderBy = pick.OrderBy,
            Set = pick.Set,
            CountedAgainstLimit = pick.CountedAgainstLimit,
            MovesTasks = pick.MovesTasks,
            Returning = pick.Returning,
        }));

    public static ApartPick Of(SqlDialect dialect, PurgeStatement purge) => Made.GetValue(purge, _ => new(
        Candidates(purge, purge.Where, purge.OrderBy, isRanked: false, hasParameters: true),
        new PurgeStatement
        {
            Name = purge.Name + "_one",
            Table = purge.Table,
            Parameters = [.. purge.Parameters, new(Only, ColumnKind.Guid)],
            Where = $"{IsOnly(dialect)} AND ({purge.Where})",
            OrderBy = purge.OrderBy,
            Returning = purge.Returning,
        }));

    /// <summary>Chooses, and changes or removes each row on its own.</summary>
    /// <param name="database">Where.</param>
    /// <param name="parameters">The parameters of the statement, or <see langword="null"/>.</param>
    /// <param name="limit">How many rows are to be changed at most.</param>
    /// <param name="beyond">How many more are looked at, should some be refused.</param>
    /// <param name="skipped">Those that are not tried.</param>
    /// <param name="read">Reads the answer for a row.</param>
    /// <param name="cancellationToken">Ends it between two rows.</param>
    public async ValueTask<(List<T> Changed, List<Refused> Refused)> RunAsync<T>(
        SqlDatabase database,
        IRowSource? parameters,
        int limit,
        int beyond,
        IReadOnlySet<TaskId>? skipped,
        Func<SqlRowReader, T> read,
        CancellationToken cancellationToken)
    {
        RowList<TaskId> candidates = new(static row => TaskId.From(row.GetGuid(0)));
        IRowSource? asked = _candidates.Parameters.IsEmpty ? null : parameters;
        await database.ReadAsync(new SqlCall(_candidates, asked, null, candidates, limit + beyond), cancellationToken).ConfigureAwait(false);
        List<T> changed = [];
        List<Refused> refused = [];
        foreach (TaskId id in candidates.Items)
        {
            if (changed.Count == limit)
            {
                break;
            }

            if (skipped?.Contains(id) == true)
            {
                continue;
            }

            ParameterRow one = new(writer =>
            {
                parameters?.Write(0, writer);
                writer.WriteGuid(id.Value);
            });
            RowList<T> answer = new(read);
            try
            {
                await database.WriteAsync(new[] { new SqlCall(_one, one, null, answer, 1) }, cancellationToken).ConfigureAwait(false);
                changed.AddRange(answer.Items);
            }
            catch (RefusedException refusal)
            {
                refused.Add(new Refused(id, refusal));
            }
            catch (UniqueConflictException conflict)
            {
                refused.Add(new Refused(id, new RefusedException(conflict.InnerException!, null)));
            }
        }

        return (changed, refused);
    }

    private static QueryStatement Candidates(SqlStatement statement, string where, string orderBy, bool isRanked, bool hasParameters) => new()
    {
        Name = statement.Name + "_candidates",
        Table = statement.Table,
        Parameters = hasParameters ? statement.Parameters : [],
        Where = where,
        OrderBy = orderBy,
        IsRanked = isRanked,
        HasLimit = true,
        Returning = [Output(Id)],
    };

    private static string IsOnly(SqlDialect dialect) => $"{dialect.Column(Id)} = {dialect.Parameter(Only)}";
}
