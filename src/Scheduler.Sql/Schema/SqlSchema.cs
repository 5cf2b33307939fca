namespace GeneratedScheduler.Sql;

/// <summary>Reads and changes the schema of one database. What it prints is what it runs.</summary>
internal abstract class SqlSchema
{
    /// <summary>What all kinds of tasks share: the table of counts and whatever hands out claim tokens. Each statement does nothing if its object is there.</summary>
    public abstract IReadOnlyList<string> CreateShared();

    /// <summary>Whether everything of <see cref="CreateShared"/> is there.</summary>
    public abstract ValueTask<bool> HasSharedAsync(CancellationToken cancellationToken);

    /// <summary>The statements that make a table, without its indexes other than the primary key.</summary>
    public abstract IReadOnlyList<string> CreateTable(TableDesign table);

    /// <summary>The statement that adds a column.</summary>
    public abstract string AddColumn(TableDesign table, ColumnDesign column);

    /// <summary>The statement that makes an index; <see langword="null"/> if the database has no need for it.</summary>
    public abstract string? CreateIndex(TableDesign table, IndexDesign index);

    /// <summary>The statement that lets a column be empty.</summary>
    public abstract string DropNotNull(TableDesign table, ExistingColumn column);

    /// <summary>The type of a column, as it is written in a statement: <c>varchar(40)</c>.</summary>
    public abstract string TypeOf(ColumnDesign column);

    /// <summary>Whether a column that is there can hold what it should.</summary>
    public abstract bool Fits(ColumnDesign wanted, ExistingColumn existing);

    /// <summary>A table as it is; <see langword="null"/> if it is not there.</summary>
    public abstract ValueTask<ExistingTable?> ReadTableAsync(string table, CancellationToken cancellationToken);

    /// <summary>
    /// What is missing, if an exception means that the schema could not be read or changed for want of a right or of a place for tables: a sentence, and
    /// the SQL that helps, for somebody who may run it; <see langword="null"/> for any other exception.
    /// </summary>
    public virtual (string Problem, string Sql)? MissingFor(Exception exception) => null;

    /// <summary>Runs <paramref name="change"/> while no other process changes the schema of this framework's tables, and what it answers with as statements, in order.</summary>
    /// <param name="change">Reads the schema again, now that nobody else changes it, and says what to run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract ValueTask ChangeAsync(Func<CancellationToken, ValueTask<IReadOnlyList<string>>> change, CancellationToken cancellationToken);
}
