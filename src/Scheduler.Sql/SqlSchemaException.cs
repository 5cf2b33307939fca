namespace GeneratedScheduler.Sql;

/// <summary>The schema of the database is not what a kind of task needs, and may not or cannot be changed by the container. Nothing was changed.</summary>
public sealed class SqlSchemaException : SchedulerException
{
    /// <summary>Says what is wrong with a table, and which SQL mends it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="problem">What is wrong, and why it was not changed.</param>
    /// <param name="sql">The statements to run.</param>
    /// <param name="innerException">What the database said, if it was asked.</param>
    public SqlSchemaException(string table, string problem, string sql, Exception? innerException = null)
        : base($"Table '{table}': {problem}{Environment.NewLine}{sql}", innerException) => (Table, Sql) = (table, sql);

    /// <summary>The table.</summary>
    public string Table { get; }

    /// <summary>The statements to run, by somebody who may.</summary>
    public string Sql { get; }
}
