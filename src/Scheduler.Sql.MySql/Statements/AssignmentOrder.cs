using System.Collections.Immutable;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Puts assignments into an order in which each of them sees the row as it was.</summary>
/// <remarks>
/// MySQL assigns from left to right, and what it has assigned it has lost. So a column is assigned after all others that read it. A move keeps
/// the state that it comes from in a column of its own: that one is assigned first, and read by the others instead of the state.
/// </remarks>
internal static class AssignmentOrder
{
    public static ImmutableArray<SqlAssignment> Sort(ImmutableArray<SqlAssignment> assignments, MySqlDialect dialect)
    {
        List<SqlAssignment> left = [.. assignments];
        ImmutableArray<SqlAssignment>.Builder sorted = ImmutableArray.CreateBuilder<SqlAssignment>(assignments.Length);
        string state = dialect.Column(FrameworkColumns.State);
        int from = left.FindIndex(a => a.Column == FrameworkColumns.From && a.Value == state);
        if (from >= 0)
        {
            sorted.Add(left[from]);
            left.RemoveAt(from);
            left = left.ConvertAll(a => a with { Value = a.Value.Replace(state, dialect.Column(FrameworkColumns.From), StringComparison.Ordinal) });
        }

        while (left.Count > 0)
        {
            int next = left.FindIndex(a => left.TrueForAll(other => other == a || !other.Value.Contains(dialect.Column(a.Column), StringComparison.Ordinal)));
            if (next < 0)
            {
                throw new NotSupportedException(
                    $"The assignments of {string.Join(", ", left.Select(a => a.Column))} read each other; MySQL has no order in which all of them see the old values.");
            }

            sorted.Add(left[next]);
            left.RemoveAt(next);
        }

        return sorted.ToImmutable();
    }
}
