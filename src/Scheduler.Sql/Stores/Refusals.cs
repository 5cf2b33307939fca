namespace GeneratedScheduler.Sql;

/// <summary>What to throw for a row that the database does not let be changed.</summary>
internal static class Refusals
{
    public static InvalidTaskException Of(SqlKind kind, SqlDatabase database, string done, TaskId id, RefusedException refusal) => new(
        kind.TaskName, $"the task {id}", $"cannot be {done}; {database.Dialect.Name} refuses it: {refusal.Message}", refusal.InnerException);
}
