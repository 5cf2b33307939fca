using System.Globalization;
using System.Runtime.CompilerServices;
using MySqlConnector;
using Npgsql;

namespace GeneratedScheduler.Sql.Tests;

/// <summary>
/// Where tests run, if not where they usually do: <c>SCHEDULER_TEST_ENVIRONMENT</c>, with which <c>test.sh</c> repeats some of them. Either the name of a culture, or one of
/// the names here, which are about the connections of the containers. Tests look at tables by the connections that they always have.
/// </summary>
internal static class TestEnvironment
{
    /// <summary>PostgreSQL behind a pooler in transaction mode.</summary>
    private const string PgBouncer = "pgbouncer";

    /// <summary>A database of PostgreSQL in LATIN1 that sorts without regard to case.</summary>
    private const string Latin1 = "latin1";

    /// <summary>Accounts whose sessions begin with settings that would break statements which depend on the defaults.</summary>
    private const string Settings = "settings";

    private static readonly string Name = Environment.GetEnvironmentVariable("SCHEDULER_TEST_ENVIRONMENT") ?? "";

    private static readonly Lazy<string> PostgreSqlAccount = new(CreatePostgreSqlAccount);
    private static readonly Lazy<string> PostgreSqlDatabase = new(CreatePostgreSqlDatabase);
    private static readonly Lazy<string> MySqlAccount = new(CreateMySqlAccount);

    public static string? PostgreSql => Name == Latin1 && TestServers.UsualPostgreSql is not null ? PostgreSqlDatabase.Value : TestServers.UsualPostgreSql;

    public static string PostgreSqlOfContainers => Name switch
    {
        PgBouncer => TestServers.Require(TestServers.PgBouncer, "PgBouncer"),
        Settings => PostgreSqlAccount.Value,
        _ => TestServers.Require(TestServers.PostgreSql, "PostgreSQL"),
    };

    public static string MySqlOfContainers => Name == Settings ? MySqlAccount.Value : TestServers.Require(TestServers.MySql, "MariaDB");

    [ModuleInitializer]
    internal static void Prepare()
    {
        if (Name.Length > 0 && !TimeZoneInfo.Local.SupportsDaylightSavingTime)
        {
            throw new InvalidOperationException("The clocks of an environment are set forward in March: say TZ=Europe/Berlin, and install tzdata if it is missing.");
        }

        if (Name is "" or PgBouncer or Latin1 or Settings)
        {
            return;
        }

        CultureInfo culture = new(Name);
        if (new DateTime(2026, 11, 28).ToString(culture) == new DateTime(2026, 11, 28).ToString(CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException($"'{Name}' looks like the invariant culture; the tests need ICU and DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0.");
        }

        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
    }

    private static string CreatePostgreSqlAccount()
    {
        string usual = TestServers.Require(TestServers.UsualPostgreSql, "PostgreSQL");
        string[] settings =
        [
            "default_transaction_isolation TO serializable", "default_transaction_read_only TO on", "default_transaction_deferrable TO on", "quote_all_identifiers TO on",
            "standard_conforming_strings TO off", "escape_string_warning TO off", "backslash_quote TO off", "transform_null_equals TO on", "array_nulls TO off",
            "bytea_output TO escape", "datestyle TO 'German, DMY'", "intervalstyle TO sql_standard", "extra_float_digits TO -15", "timezone TO 'America/St_Johns'",
            "client_encoding TO 'LATIN1'", "search_path TO nowhere, public", "statement_timeout TO 1", "lock_timeout TO 1", "idle_in_transaction_session_timeout TO 1",
            "enable_indexscan TO off", "enable_indexonlyscan TO off", "enable_nestloop TO off", "plan_cache_mode TO force_custom_plan", "jit TO on", "jit_above_cost TO 0",
            "check_function_bodies TO off", "xmloption TO document", "lc_numeric TO 'C'", "row_security TO off", "synchronous_commit TO off",
        ];
        ExecutePostgreSql(
            usual,
            ["DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'strange') THEN CREATE ROLE strange LOGIN SUPERUSER; END IF; END $$", .. settings.Select(s => $"ALTER ROLE strange SET {s}")]);
        return new NpgsqlConnectionStringBuilder(usual) { Username = "strange" }.ConnectionString;
    }

    private static string CreatePostgreSqlDatabase()
    {
        string usual = TestServers.Require(TestServers.UsualPostgreSql, "PostgreSQL");
        ExecutePostgreSql(
            usual,
            [
                "DROP DATABASE IF EXISTS strange WITH (FORCE)",
                "CREATE DATABASE strange ENCODING LATIN1 LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'und-u-ks-level2' TEMPLATE template0",
            ]);
        return new NpgsqlConnectionStringBuilder(usual) { Database = "strange" }.ConnectionString;
    }

    private static string CreateMySqlAccount()
    {
        string usual = TestServers.Require(TestServers.MySql, "MariaDB");
        MySqlConnectionStringBuilder account = new(usual) { UserID = "strange" };

        // Carried out for everybody who is not an administrator, as the tests are.
        const string settings =
            "SET SESSION completion_type = 1, sql_select_limit = 1, sql_mode = ''ANSI,NO_BACKSLASH_ESCAPES,IGNORE_SPACE,NO_ZERO_DATE,PAD_CHAR_TO_FULL_LENGTH'', autocommit = 0, unique_checks = 0, "
            + "foreign_key_checks = 0, sql_safe_updates = 1, sql_big_selects = 0, max_join_size = 1, sql_auto_is_null = 1, max_statement_time = 0.001, innodb_lock_wait_timeout = 1, "
            + "lock_wait_timeout = 1, tx_isolation = ''SERIALIZABLE'', tx_read_only = 1, div_precision_increment = 0, group_concat_max_len = 4, time_zone = ''-09:30'', max_sort_length = 64, "
            + "default_storage_engine = MyISAM, character_set_client = latin1, character_set_results = latin1, collation_connection = latin1_german2_ci, lc_time_names = ''sv_SE'', "
            + "old_mode = ''NO_PROGRESS_INFO''";
        using MySqlConnection connection = new(usual);
        connection.Open();
        foreach (string sql in new[]
        {
            $"CREATE OR REPLACE USER 'strange'@'localhost' IDENTIFIED BY '{account.Password}'", "GRANT ALL ON `%`.* TO 'strange'@'localhost'", $"SET GLOBAL init_connect = '{settings}'",
        })
        {
            using MySqlCommand command = new(sql, connection);
            command.ExecuteNonQuery();
        }

        return account.ConnectionString;
    }

    private static void ExecutePostgreSql(string connectionString, IEnumerable<string> statements)
    {
        using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        connection.Open();
        foreach (string sql in statements)
        {
            using NpgsqlCommand command = new(sql, connection);
            command.ExecuteNonQuery();
        }
    }
}
