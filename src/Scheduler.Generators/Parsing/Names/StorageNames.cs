using System.Globalization;
using System.Text;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Names of tables and columns.</summary>
internal static class StorageNames
{
    /// <summary>What the framework's own columns begin with.</summary>
    public const string ReservedPrefix = "task_";

    /// <summary>What the columns of a result begin with.</summary>
    public const string ResultPrefix = "result_";

    /// <summary>The column of a result that has no parts.</summary>
    public const string Result = "result";

    // What the usual name of a member is put behind if the framework has it.
    private const string Aside = "member_";

    /// <summary>So that the names of its indexes fit into every database.</summary>
    public const int MaxTableLength = 48;

    /// <summary>What PostgreSQL keeps of a name.</summary>
    public const int MaxColumnLength = 63;

    // Databases do not agree on case.
    private static readonly HashSet<string> OwnTables =
        new(StringComparer.OrdinalIgnoreCase) { "scheduler_counts", "scheduler_claim_tokens", "scheduler_clock", "scheduler_processes" };

    /// <summary><c>Calculator.SumOfTwo</c> gives <c>calculator_sum_of_two</c>, <c>HTTPStatus2</c> gives <c>http_status2</c>.</summary>
    public static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 8);
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            if (!char.IsLetterOrDigit(c))
            {
                snake.Append('_');
                continue;
            }

            if (i > 0 && StartsWord(name, i))
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }

    /// <summary>The table of a task that does not name one: its name, shortened if need be.</summary>
    public static string DefaultTable(string task)
    {
        string name = Snake(task);
        return Shortened(OwnTables.Contains(name) ? "tasks_" + name : name, MaxTableLength);
    }

    /// <summary>The column of a member that does not name one: its name, beside the framework's own columns, and shortened if need be.</summary>
    /// <param name="prefix">What the columns of a result begin with; empty for a payload.</param>
    /// <param name="member">The member as declared.</param>
    public static string DefaultColumn(string prefix, string member)
    {
        string name = prefix + Snake(member);
        return Shortened(name.StartsWith(ReservedPrefix, StringComparison.OrdinalIgnoreCase) ? Aside + name : name, MaxColumnLength);
    }

    // What is cut off is in the hash, so that two long names stay two, and one stays what it is in every build.
    private static string Shortened(string name, int length)
    {
        if (Encoding.UTF8.GetByteCount(name) <= length)
        {
            return name;
        }

        var hash = new Fingerprint();
        hash.Add(name);
        string end = "_" + hash.Value.ToString("x16", CultureInfo.InvariantCulture).Substring(8);
        int kept = name.Length;
        while (Encoding.UTF8.GetByteCount(name.Substring(0, kept)) > length - end.Length)
        {
            kept -= char.IsLowSurrogate(name[kept - 1]) && kept > 1 ? 2 : 1;
        }

        return name.Substring(0, kept) + end;
    }

    /// <summary>What is wrong with the name of a table; <see langword="null"/> if nothing is.</summary>
    public static string? WhyNoTable(string name) => OwnTables.Contains(name)
        ? "is one of the framework's own"
        : WhyInvalid(name, MaxTableLength);

    /// <summary>What is wrong with the name of a column; <see langword="null"/> if nothing is.</summary>
    public static string? WhyNoColumn(string name) => name.StartsWith(ReservedPrefix, StringComparison.OrdinalIgnoreCase)
        ? $"begins with '{ReservedPrefix}', as the framework's own columns do"
        : WhyInvalid(name, MaxColumnLength);

    // Databases count bytes, and the strictest of them cuts off the rest silently.
    private static string? WhyInvalid(string name, int length) =>
        name.Trim().Length == 0 ? "is empty"
        : name.Any(char.IsControl) ? "contains a control character"
        : Encoding.UTF8.GetByteCount(name) > length ? $"has more than {length} bytes"
        : null;

    private static bool StartsWord(string name, int i) => char.IsUpper(name[i])
        && (char.IsLower(name[i - 1])
            || char.IsDigit(name[i - 1])
            || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1])));
}
