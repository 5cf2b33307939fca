using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql;

/// <summary>How the SQL of one database is written. Has no state.</summary>
internal abstract class SqlDialect
{
    /// <summary>The database, for messages: <c>PostgreSQL</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How many bytes of UTF-8 a name may have.</summary>
    public abstract int MaxNameLength { get; }

    /// <summary>Quotes a name, whatever it contains.</summary>
    public abstract string Quote(string name);

    /// <summary>The column of the table that a statement is about.</summary>
    public abstract string Column(string name);

    /// <summary>What an index has in the place of a column; the column itself, unless the database cannot index a part of the rows.</summary>
    public virtual string Key(string column) => Column(column);

    /// <summary>
    /// A condition that leads a database without partial indexes to the part of its index that has the rows in question. It says nothing that
    /// the conditions of the statement do not say. <see langword="null"/> where those are enough.
    /// </summary>
    public virtual string? Part(IndexPurpose index) => null;

    /// <summary>A value that holds for the whole call.</summary>
    public abstract string Parameter(string name);

    /// <summary>A value of the row of input.</summary>
    public abstract string Row(string name);

    /// <summary>The moment at which the statement is carried out, by the store's clock; the same throughout the statement.</summary>
    public abstract string Now { get; }

    /// <summary>The moment that lies a number of ticks of 100 ns after now, or before it, at most the end of the year 9999.</summary>
    /// <param name="ticks">SQL of a bigint; negative for a moment before now.</param>
    public abstract string After(string ticks);

    /// <summary>The later of two moments, neither of which is null.</summary>
    public abstract string Later(string one, string other);

    /// <summary>A new claim token, greater than all before in the table. Each row gets its own.</summary>
    public abstract string NextToken { get; }

    /// <summary>The same for a row that is being added.</summary>
    public virtual string FirstToken => NextToken;

    /// <summary>A text that is sent, in the form in which it is compared with a column whose design is ordinal: character by character, spaces at the end too.</summary>
    public virtual string Ordinal(string text) => text;

    /// <summary>A condition: a text column has a text in it, character by character.</summary>
    public abstract string Contains(string column, string text);

    /// <summary>A literal.</summary>
    public abstract string Literal(bool value);

    /// <summary>A literal.</summary>
    public abstract string Literal(string value);

    /// <summary>An expression of a kind, where the database could not tell by itself: <c>CAST(NULL AS uuid)</c>.</summary>
    public abstract string Null(ColumnKind kind);
}
