using GeneratedScheduler.Storage;
using MySqlConnector;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>The schema of a MySQL or MariaDB database.</summary>
internal sealed class MySqlSchema(MySqlConnections connections, MySqlDialect dialect) : SqlSchema
{
    private const string GuidType = "char(36) CHARACTER SET ascii COLLATE ascii_bin";

    private const int LockSeconds = 60;

    public override IReadOnlyList<string> CreateShared() =>
    [
        $"CREATE TABLE IF NOT EXISTS {dialect.Quote(MySqlDialect.LimitLock)} (id tinyint NOT NULL PRIMARY KEY, value bigint NOT NULL) ENGINE=InnoDB",
        $"INSERT IGNORE INTO {dialect.Quote(MySqlDialect.LimitLock)} (id, value) VALUES (1, 0)",
        $"CREATE TABLE IF NOT EXISTS {dialect.Quote(CountsTable.Name)} (\n  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,\n"
            + "  task_table varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,\n"
            + string.Join(",\n", CountsTable.States.Select(c => $"  {c} bigint NOT NULL")) + $",\n  is_base boolean NOT NULL DEFAULT FALSE,\n  INDEX {CountsTable.Name}_task_table (task_table)\n) ENGINE=InnoDB",

        // By the index, who removes what is over meets no row that somebody else announces.
        ProcessesTable.Create(
            dialect.Quote(ProcessesTable.Name), GuidType, "datetime(6)", "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
            $",\n  INDEX {ProcessesTable.Name}_valid_until ({ProcessesTable.ValidUntil})") + " ENGINE=InnoDB",
    ];

    public override async ValueTask<bool> HasSharedAsync(CancellationToken cancellationToken)
    {
        List<string> tables = await QueryAsync(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name IN (@a, @b, @c)",
            [new("@a", MySqlDialect.LimitLock), new("@b", CountsTable.Name), new("@c", ProcessesTable.Name)],
            static row => row.GetString(0),
            cancellationToken).ConfigureAwait(false);
        return tables.Count == 3;
    }

    // Everything in one statement: there are no transactions around DDL here, and half a table would be in everybody's way.
    public override IReadOnlyList<string> CreateTable(TableDesign table)
    {
        IEnumerable<string> indexes = table.Indexes.Where(i => i.Purpose != IndexPurpose.Member).Select(Define).OfType<string>();
        IEnumerable<string> shelves = table.Indexes.Any(i => i.Purpose == IndexPurpose.Waiting) ? Shelves.Define(KeyType) : [];
        return
        [
            $"CREATE TABLE {dialect.Quote(table.Name)} (\n  {string.Join(",\n  ", table.Columns.Select(Define).Concat(shelves).Concat(indexes))}\n) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        ];
    }

    public override string AddColumn(TableDesign table, ColumnDesign column) => $"ALTER TABLE {dialect.Quote(table.Name)} ADD COLUMN {Define(column)}";

    public override string? CreateIndex(TableDesign table, IndexDesign index) => index.Purpose == IndexPurpose.Member
        ? $"ALTER TABLE {dialect.Quote(table.Name)} ADD {Define(index)}"
        : null;

    // The type that is reported lacks the character set, which only ids have of their own.
    public override string DropNotNull(TableDesign table, ExistingColumn column)
    {
        string type = column.Type == GuidType.Split(' ')[0] ? GuidType : column.Type;
        return $"ALTER TABLE {dialect.Quote(table.Name)} MODIFY COLUMN {dialect.Quote(column.Name)} {type} NULL";
    }

    public override string TypeOf(ColumnDesign column) => column.IsOrdinal ? KeyType : column.Kind switch
    {
        ColumnKind.Boolean => "tinyint(1)",
        ColumnKind.Int32 => "int",
        ColumnKind.Int64 => "bigint",
        ColumnKind.UInt64 => "bigint unsigned",
        ColumnKind.Single or ColumnKind.Double => "double",
        // A decimal of MySQL has as many digits behind the point as its column: 1.5 would come back as 1.50000….
        ColumnKind.Decimal => column.Precision is { } precision ? $"decimal({precision},{column.Scale ?? 0})" : "varchar(31) CHARACTER SET ascii COLLATE ascii_bin",
        ColumnKind.Guid => GuidType,
        ColumnKind.Date => "date",
        ColumnKind.Timestamp => "datetime(6)",
        ColumnKind.Bytes => column.Length is { } bytes and <= 16_000 ? $"varbinary({bytes})" : "longblob",
        ColumnKind.Json => "longtext",
        _ => column.Length is { } length and <= 16_000 ? $"varchar({length})" : "longtext",
    };

    public override bool Fits(ColumnDesign wanted, ExistingColumn existing)
    {
        string type = TypeOf(wanted).Split(' ')[0];
        string there = existing.Type;
        return wanted.Kind switch
        {
            ColumnKind.Text or ColumnKind.Json => there.StartsWith("longtext", StringComparison.Ordinal) || there == type || wanted.IsOrdinal || there == "json",
            ColumnKind.Bytes => there is "longblob" || there == type,
            ColumnKind.Decimal => there.StartsWith("decimal", StringComparison.Ordinal) || there == type,
            ColumnKind.Boolean => there.StartsWith("tinyint", StringComparison.Ordinal),
            ColumnKind.UInt64 => there.StartsWith("bigint", StringComparison.Ordinal) && there.Contains("unsigned", StringComparison.Ordinal),
            // MariaDB tells the display width of a number, MySQL does not.
            ColumnKind.Int32 => there == "int" || there.StartsWith("int(", StringComparison.Ordinal),
            ColumnKind.Int64 => (there == "bigint" || there.StartsWith("bigint(", StringComparison.Ordinal)) && !there.Contains("unsigned", StringComparison.Ordinal),
            _ => there == type,
        };
    }

    public override async ValueTask<ExistingTable?> ReadTableAsync(string table, CancellationToken cancellationToken)
    {
        MySqlParameter[] name = [new("@table", table)];
        List<ExistingColumn> columns = await QueryAsync(
            "SELECT column_name, column_type, is_nullable = 'YES', column_default IS NOT NULL OR extra <> '' FROM information_schema.columns "
            + "WHERE table_schema = DATABASE() AND table_name = @table ORDER BY ordinal_position",
            name,
            static row => new ExistingColumn(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3)),
            cancellationToken).ConfigureAwait(false);
        List<string> indexes = await QueryAsync(
            "SELECT DISTINCT index_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = @table",
            name,
            static row => row.GetString(0),
            cancellationToken).ConfigureAwait(false);
        return columns.Count == 0 ? null : new ExistingTable(table, [.. columns], [.. indexes]);
    }

    public override (string Problem, string Sql)? MissingFor(Exception exception) => exception is MySqlException
    {
        ErrorCode: MySqlErrorCode.TableAccessDenied or MySqlErrorCode.ColumnAccessDenied or MySqlErrorCode.DatabaseAccessDenied or MySqlErrorCode.SpecifiedAccessDeniedError
    }
        ? ($"The account of the connection string lacks a right ({exception.Message}).", "")
        : null;

    public override async ValueTask ChangeAsync(
        Func<CancellationToken, ValueTask<IReadOnlyList<string>>> change, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        string lockName = $"scheduler_schema_{connection.Database}";
        lockName = lockName[..Math.Min(lockName.Length, 64)];
        await using MySqlCommand take = new("SELECT GET_LOCK(@name, @seconds)", connection) { CommandTimeout = 2 * LockSeconds };
        take.Parameters.AddRange(new MySqlParameter[] { new("@name", lockName), new("@seconds", LockSeconds) });
        if (Convert.ToInt64(await take.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) ?? 0, System.Globalization.CultureInfo.InvariantCulture) != 1)
        {
            throw new TimeoutException($"Another process has been changing the schema for more than {LockSeconds} seconds.");
        }

        try
        {
            foreach (string statement in await change(cancellationToken).ConfigureAwait(false))
            {
                // An index of a large table takes its time.
                await using MySqlCommand command = new(statement, connection) { CommandTimeout = 0 };
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await using MySqlCommand release = new("SELECT RELEASE_LOCK(@name)", connection);
            release.Parameters.Add(new("@name", lockName));
            await release.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    // Ordinal, and without the padding by which the binary collation of texts takes 'a' for 'a '. Bytes compare as they are.
    private static string KeyType => $"varbinary({EnqueueOptions.MaxUniqueKeyLength * 4})";

    private async ValueTask<List<T>> QueryAsync<T>(
        string sql, MySqlParameter[] parameters, Func<MySqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using MySqlCommand command = new(sql, connection);
        command.Parameters.AddRange(parameters.Select(p => new MySqlParameter(p.ParameterName, p.Value)).ToArray());
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private string Define(ColumnDesign column) => column.IsSequence
        ? $"{dialect.Quote(column.Name)} bigint NOT NULL AUTO_INCREMENT PRIMARY KEY"
        : $"{dialect.Quote(column.Name)} {TypeOf(column)}{(column.IsNullable ? " NULL" : " NOT NULL")}{(column.Default is { } value ? $" DEFAULT {value}" : "")}";

    private string? Define(IndexDesign index)
    {
        string? columns = index.Purpose switch
        {
            IndexPurpose.Id => FrameworkColumns.Id,
            IndexPurpose.UniqueKey => Shelves.OpenKey,
            IndexPurpose.Saved => $"{FrameworkColumns.SavedAt}, {FrameworkColumns.Seq}",
            IndexPurpose.Member => string.Join(", ", index.Columns.Select(dialect.Quote)),
            _ => Shelves.IndexOf(index.Purpose),
        };
        return columns is null ? null : $"{(index.IsUnique ? "UNIQUE " : "")}INDEX {dialect.Quote(index.Name)} ({columns})";
    }
}
